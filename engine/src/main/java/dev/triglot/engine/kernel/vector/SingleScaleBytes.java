package dev.triglot.engine.kernel.vector;

import static dev.triglot.engine.kernel.vector.Lanes.FL;
import static dev.triglot.engine.kernel.vector.Lanes.I;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import dev.triglot.engine.quant.Q8_0_V0;
import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Q8_0 with scales in f32: as {@link Bytes}, but two lines of scales, see {@link SingleScales}. */
final class SingleScaleBytes implements FloatLayout {
    private static final int SCALES = Bytes.LINES * Group.LINE;
    private static final int BLOCK_BYTES = SCALES + 2 * Group.LINE;
    private static final int HIGH = 0xFFFF0000;
    private static final int LOW = 0xFFFF;

    @Override
    public long groupBytes(int columns) {
        return (long) columns / Bytes.BLOCK * BLOCK_BYTES;
    }

    @Override
    public void pack(Tensor tensor, int row, MemorySegment group, int lane) {
        MemorySegment from = tensor.row(row);
        for (int b = 0; b < tensor.columns() / Bytes.BLOCK; b++) {
            long at = (long) b * GgmlType.Q8_0_V0.blockBytes();
            long to = (long) b * BLOCK_BYTES + Group.lane(lane);
            Bytes.packQuants(from, at + Q8_0_V0.QUANTS, group, to);
            SingleScales.packFloat(from.get(Lanes.INT, at + Q8_0_V0.SCALE), group, to + SCALES);
        }
    }

    @Override
    public void unpack(MemorySegment group, int from, int n, float[] out) {
        for (int b = 0; b < n / Bytes.BLOCK; b++) {
            int at = (from / Bytes.BLOCK + b) * BLOCK_BYTES;
            for (int v = 0; v < Group.HALF; v += FL) {
                unpackBlock(group, at + v * Integer.BYTES, out, b * Bytes.BLOCK * Group.ROWS + v);
            }
        }
    }

    private static void unpackBlock(MemorySegment group, int at, float[] out, int to) {
        IntVector low = IntVector.fromMemorySegment(I, group, at + SCALES, Lanes.LE);
        IntVector high = IntVector.fromMemorySegment(I, group, at + SCALES + Group.LINE, Lanes.LE);
        FloatVector d0 = high.lanewise(LSHL, 16).or(low.and(LOW)).reinterpretAsFloats();
        FloatVector d1 = high.and(HIGH).or(low.lanewise(LSHR, 16)).reinterpretAsFloats();
        Bytes.unpackColumns(group, at, d0, d1, out, to);
    }
}
