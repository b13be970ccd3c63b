package dev.triglot.engine.verify;

import dev.triglot.engine.quant.BlockCodec;
import dev.triglot.engine.quant.BlockCodecs;
import dev.triglot.engine.runtime.WorkerPool;
import dev.triglot.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Looks for weights that are NaN or infinite. A scale that is makes its whole block so: a quant of
 * 0 times infinity is NaN.
 */
public final class FiniteScan {
    /**
     * Weights that are dequantized together: a multiple of every block, and small for the cache.
     */
    private static final int CHUNK = 4096;

    private static final int EXPONENT = 0x7f80_0000;
    private static final int LOWEST_EXPONENT_BIT = 0x0080_0000;

    private final Tensor tensor;
    private final BlockCodec codec;
    private int firstRow = Integer.MAX_VALUE;
    private int firstColumn;
    private int rows;

    private FiniteScan(Tensor tensor) {
        this.tensor = tensor;
        this.codec = BlockCodecs.of(tensor.type());
    }

    /**
     * What is wrong with a tensor.
     *
     * @param row the first row with such a weight
     * @param column of its first such weight
     * @param rows how many rows have one
     */
    public record Fault(int row, int column, int rows) {}

    /** Whether the type's weights can be looked at. */
    public static boolean supports(Tensor tensor) {
        return BlockCodecs.supports(tensor.type());
    }

    /** Scans a tensor of a supported type; null if all its weights are finite. */
    public static @Nullable Fault of(Tensor tensor, WorkerPool pool) {
        FiniteScan scan = new FiniteScan(tensor);
        pool.run((from, to, worker) -> scan.rows(from, to), tensor.rows(), 1);
        return scan.rows == 0 ? null : new Fault(scan.firstRow, scan.firstColumn, scan.rows);
    }

    private void rows(int from, int to) {
        int columns = tensor.columns();
        float[] values = new float[Math.min(columns, CHUNK)];
        for (int row = from; row < to; row++) {
            for (int c = 0; c < columns; c += CHUNK) {
                int n = Math.min(CHUNK, columns - c);
                codec.dequantize(tensor.row(row), c, values, 0, n);
                if (!allFinite(values, n)) {
                    report(row, c + firstNonFinite(values));
                    break;
                }
            }
        }
    }

    /** Adding to an exponent of all ones carries into the sign. */
    private static boolean allFinite(float[] values, int n) {
        int signs = 0;
        for (int i = 0; i < n; i++) {
            signs |= (Float.floatToRawIntBits(values[i]) & EXPONENT) + LOWEST_EXPONENT_BIT;
        }
        return signs >= 0;
    }

    private static int firstNonFinite(float[] values) {
        int i = 0;
        while (Float.isFinite(values[i])) {
            i++;
        }
        return i;
    }

    private synchronized void report(int row, int column) {
        rows++;
        if (row < firstRow) {
            firstRow = row;
            firstColumn = column;
        }
    }
}
