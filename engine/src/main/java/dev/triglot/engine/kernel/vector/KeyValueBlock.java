package dev.triglot.engine.kernel.vector;

import dev.triglot.engine.kernel.Scratch;
import java.lang.foreign.MemorySegment;

/** Reads some positions of a key or value head as floats. */
final class KeyValueBlock {
    /** Positions that are read together. Blocks begin at multiples of it, whoever reads. */
    static final int POSITIONS = 32;

    private KeyValueBlock() {}

    /** Rows [from, from + n) of [positions][width] to out, contiguous. */
    static void read(
            MemorySegment rows,
            boolean halfPrecision,
            int from,
            int n,
            int width,
            float[] out,
            int outAt,
            Scratch scratch) {
        if (halfPrecision) {
            short[] halves = scratch.shorts(n * width);
            long at = (long) from * width * Short.BYTES;
            MemorySegment.copy(rows, Lanes.SHORT, at, halves, 0, n * width);
            for (int i = 0; i < n * width; i++) {
                out[outAt + i] = Float.float16ToFloat(halves[i]);
            }
        } else {
            long at = (long) from * width * Float.BYTES;
            MemorySegment.copy(rows, Lanes.FLOAT, at, out, outAt, n * width);
        }
    }

    /** [n][width] at rowsAt to [width][POSITIONS] from to on. */
    static void transpose(float[] x, int rowsAt, int n, int width, int to) {
        for (int i = 0; i < n; i++) {
            int row = rowsAt + i * width;
            for (int d = 0; d < width; d++) {
                x[to + d * POSITIONS + i] = x[row + d];
            }
        }
    }

    /** [n][width] at rowsAt to [n][stride] from to on; what fills up a row is undefined. */
    static void spread(float[] x, int rowsAt, int n, int width, int to, int stride) {
        for (int i = 0; i < n; i++) {
            System.arraycopy(x, rowsAt + i * width, x, to + i * stride, width);
        }
    }
}
