package dev.triglot.engine.kernel.vector;

import static dev.triglot.engine.kernel.vector.Lanes.F;
import static dev.triglot.engine.kernel.vector.Lanes.FL;
import static dev.triglot.engine.kernel.vector.Lanes.I;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;

import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * F16: a group is a line per column.
 *
 * <p>A half becomes a float by moving exponent and fraction into place and multiplying by 2^112 for
 * the difference of the biases. Exact for finite numbers; what would be infinite or NaN becomes
 * large and finite.
 */
final class Halves implements FloatLayout {
    /** Undoes the missing bias. */
    static final float SCALE = 0x1p112f;

    /** Sign, five exponent bits and the fraction, after the shift. */
    static final int MASK = 0x8FFFE000;

    @Override
    public long groupBytes(int columns) {
        return (long) columns * Group.LINE;
    }

    @Override
    public void pack(Tensor tensor, int row, MemorySegment group, int lane) {
        packShorts(tensor, row, group, lane);
    }

    /** One short per column, for F16 and BF16. */
    static void packShorts(Tensor tensor, int row, MemorySegment group, int lane) {
        MemorySegment from = tensor.row(row);
        long to = Group.lane(lane);
        for (int c = 0; c < tensor.columns(); c++, to += Group.LINE) {
            group.set(Lanes.SHORT, to, from.get(Lanes.SHORT, (long) c * Short.BYTES));
        }
    }

    @Override
    public void unpack(MemorySegment group, int from, int n, float[] out) {
        for (int v = 0; v < Group.HALF; v += FL) {
            int at = from * Group.LINE + v * Integer.BYTES;
            for (int c = 0; c < n; c++) {
                IntVector h = IntVector.fromMemorySegment(I, group, Group.line(at, c), Lanes.LE);
                h.lanewise(LSHL, 16)
                        .lanewise(ASHR, 3)
                        .and(MASK)
                        .reinterpretAsFloats()
                        .mul(SCALE)
                        .intoArray(out, c * Group.ROWS + v);
                h.lanewise(ASHR, 3)
                        .and(MASK)
                        .reinterpretAsFloats()
                        .mul(SCALE)
                        .intoArray(out, c * Group.ROWS + Group.HALF + v);
            }
        }
    }

    @Override
    public void dot(MemorySegment group, int from, int n, float[] x, int xAt, float[] y) {
        for (int v = 0; v < Group.HALF; v += FL) {
            int at = from * Group.LINE + v * Integer.BYTES;
            FloatVector y0 = FloatVector.fromArray(F, y, v);
            FloatVector y1 = FloatVector.fromArray(F, y, v + Group.HALF);
            for (int c = 0; c < n; c++) {
                FloatVector k = FloatVector.broadcast(F, x[xAt + c]);
                IntVector h = IntVector.fromMemorySegment(I, group, at + c * Group.LINE, Lanes.LE);
                y0 =
                        h.lanewise(LSHL, 16)
                                .lanewise(ASHR, 3)
                                .and(MASK)
                                .reinterpretAsFloats()
                                .mul(SCALE)
                                .fma(k, y0);
                y1 = h.lanewise(ASHR, 3).and(MASK).reinterpretAsFloats().mul(SCALE).fma(k, y1);
            }
            y0.intoArray(y, v);
            y1.intoArray(y, v + Group.HALF);
        }
    }
}
