package dev.triglot.engine.kernel.vector;

import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/** F32: a group is [columns][32 rows] floats. */
final class Singles implements FloatLayout {
    private static final int COLUMN = Group.ROWS * Float.BYTES;

    @Override
    public long groupBytes(int columns) {
        return (long) columns * COLUMN;
    }

    @Override
    public void pack(Tensor tensor, int row, MemorySegment group, int lane) {
        MemorySegment from = tensor.row(row);
        for (int c = 0; c < tensor.columns(); c++) {
            group.set(
                    Lanes.FLOAT,
                    (long) c * COLUMN + (long) lane * Float.BYTES,
                    from.get(Lanes.FLOAT, (long) c * Float.BYTES));
        }
    }

    @Override
    public void unpack(MemorySegment group, int from, int n, float[] out) {
        MemorySegment.copy(group, Lanes.FLOAT, (long) from * COLUMN, out, 0, n * Group.ROWS);
    }
}
