package dev.triglot.engine.kernel.vector;

import static dev.triglot.engine.kernel.vector.Lanes.F;
import static dev.triglot.engine.kernel.vector.Lanes.FL;
import static dev.triglot.engine.kernel.vector.Lanes.I;
import static jdk.incubator.vector.VectorOperators.LSHL;

import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** BF16, the upper halves of floats: a group is a line per column. */
final class BrainFloats implements FloatLayout {
    private static final int UPPER = 0xFFFF0000;

    @Override
    public long groupBytes(int columns) {
        return (long) columns * Group.LINE;
    }

    @Override
    public void pack(Tensor tensor, int row, MemorySegment group, int lane) {
        Halves.packShorts(tensor, row, group, lane);
    }

    @Override
    public void unpack(MemorySegment group, int from, int n, float[] out) {
        for (int v = 0; v < Group.HALF; v += FL) {
            int at = from * Group.LINE + v * Integer.BYTES;
            for (int c = 0; c < n; c++) {
                IntVector b = IntVector.fromMemorySegment(I, group, Group.line(at, c), Lanes.LE);
                b.lanewise(LSHL, 16).reinterpretAsFloats().intoArray(out, c * Group.ROWS + v);
                b.and(UPPER).reinterpretAsFloats().intoArray(out, c * Group.ROWS + Group.HALF + v);
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
                IntVector b = IntVector.fromMemorySegment(I, group, at + c * Group.LINE, Lanes.LE);
                y0 = b.lanewise(LSHL, 16).reinterpretAsFloats().fma(k, y0);
                y1 = b.and(UPPER).reinterpretAsFloats().fma(k, y1);
            }
            y0.intoArray(y, v);
            y1.intoArray(y, v + Group.HALF);
        }
    }
}
