package dev.triglot.engine.kernel.vector;

import static dev.triglot.engine.kernel.vector.Lanes.FL;
import static dev.triglot.engine.kernel.vector.Lanes.I;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;

import dev.triglot.engine.quant.Q8_0;
import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Q8_0: per block of 32 columns, 16 lines of two columns (the first in the low byte) and a line of
 * scales in f16.
 */
final class Bytes implements FloatLayout {
    static final int BLOCK = 32;
    static final int LINES = BLOCK / 2;

    private static final int SCALES = LINES * Group.LINE;
    private static final int BLOCK_BYTES = SCALES + Group.LINE;

    @Override
    public long groupBytes(int columns) {
        return (long) columns / BLOCK * BLOCK_BYTES;
    }

    @Override
    public void pack(Tensor tensor, int row, MemorySegment group, int lane) {
        MemorySegment from = tensor.row(row);
        for (int b = 0; b < tensor.columns() / BLOCK; b++) {
            long at = (long) b * GgmlType.Q8_0.blockBytes();
            long to = (long) b * BLOCK_BYTES + Group.lane(lane);
            packQuants(from, at + Q8_0.QUANTS, group, to);
            group.set(Lanes.SHORT, to + SCALES, from.get(Lanes.SHORT, at + Q8_0.SCALE));
        }
    }

    static void packQuants(MemorySegment from, long at, MemorySegment group, long to) {
        for (int j = 0; j < LINES; j++) {
            short pair = from.get(Lanes.SHORT, at + j * 2L);
            group.set(Lanes.SHORT, to + (long) j * Group.LINE, pair);
        }
    }

    @Override
    public void unpack(MemorySegment group, int from, int n, float[] out) {
        for (int b = 0; b < n / BLOCK; b++) {
            int at = (from / BLOCK + b) * BLOCK_BYTES;
            for (int v = 0; v < Group.HALF; v += FL) {
                unpackBlock(group, at + v * Integer.BYTES, out, b * BLOCK * Group.ROWS + v);
            }
        }
    }

    private static void unpackBlock(MemorySegment group, int at, float[] out, int to) {
        IntVector h = IntVector.fromMemorySegment(I, group, at + SCALES, Lanes.LE);
        FloatVector d0 =
                h.lanewise(LSHL, 16)
                        .lanewise(ASHR, 3)
                        .and(Halves.MASK)
                        .reinterpretAsFloats()
                        .mul(Halves.SCALE);
        FloatVector d1 =
                h.lanewise(ASHR, 3).and(Halves.MASK).reinterpretAsFloats().mul(Halves.SCALE);
        unpackColumns(group, at, d0, d1, out, to);
    }

    /**
     * Sixteen lines of quants.
     *
     * @param d0 scales of the rows in the first half
     * @param d1 scales of the rows in the second half
     */
    static void unpackColumns(
            MemorySegment group, int at, FloatVector d0, FloatVector d1, float[] out, int to) {
        for (int j = 0; j < LINES; j++) {
            IntVector w = IntVector.fromMemorySegment(I, group, Group.line(at, j), Lanes.LE);
            int o = to + 2 * j * Group.ROWS;
            ((FloatVector) w.lanewise(LSHL, 24).lanewise(ASHR, 24).convert(I2F, 0))
                    .mul(d0)
                    .intoArray(out, o);
            ((FloatVector) w.lanewise(LSHL, 8).lanewise(ASHR, 24).convert(I2F, 0))
                    .mul(d1)
                    .intoArray(out, o + Group.HALF);
            ((FloatVector) w.lanewise(LSHL, 16).lanewise(ASHR, 24).convert(I2F, 0))
                    .mul(d0)
                    .intoArray(out, o + Group.ROWS);
            ((FloatVector) w.lanewise(ASHR, 24).convert(I2F, 0))
                    .mul(d1)
                    .intoArray(out, o + Group.ROWS + Group.HALF);
        }
    }
}
