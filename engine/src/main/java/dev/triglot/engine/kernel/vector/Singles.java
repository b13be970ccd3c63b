package dev.triglot.engine.kernel.vector;

import static dev.triglot.engine.kernel.vector.Lanes.F;
import static dev.triglot.engine.kernel.vector.Lanes.FL;

import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/** F32: a group is [columns][32 rows] floats. */
final class Singles implements FloatLayout {
    private static final int COLUMN = Group.ROWS * Float.BYTES;

    /** Bytes of a vector. */
    private static final int FB = FL * Float.BYTES;

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

    @Override
    public void dot(MemorySegment group, int from, int n, float[] x, int xAt, float[] y) {
        for (int v = 0; v < Group.ROWS; v += 2 * FL) {
            int at = from * COLUMN + v * Float.BYTES;
            FloatVector y0 = FloatVector.fromArray(F, y, v);
            FloatVector y1 = FloatVector.fromArray(F, y, v + FL);
            for (int c = 0; c < n; c++) {
                FloatVector k = FloatVector.broadcast(F, x[xAt + c]);
                int o = at + c * COLUMN;
                y0 = FloatVector.fromMemorySegment(F, group, o, Lanes.LE).fma(k, y0);
                y1 = FloatVector.fromMemorySegment(F, group, o + FB, Lanes.LE).fma(k, y1);
            }
            y0.intoArray(y, v);
            y1.intoArray(y, v + FL);
        }
    }
}
