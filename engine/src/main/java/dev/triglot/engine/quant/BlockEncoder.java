package dev.triglot.engine.quant;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** The way from floats to blocks. */
public interface BlockEncoder {
    /**
     * Writes {@code n} elements from element {@code from} on, each of which matters alike.
     *
     * @param x finite values
     * @param blocks a row's (or a whole tensor's) blocks, little-endian
     * @param from index of the first element, a multiple of the block size
     * @param n a multiple of the block size
     */
    default void quantize(float[] x, int xOffset, MemorySegment blocks, long from, int n) {
        quantize(x, null, Rounding.SCALAR, xOffset, blocks, from, n);
    }

    /**
     * As {@link #quantize(float[], int, MemorySegment, long, int)}, but errors count as much as
     * their elements matter. Types without a choice to make ignore it.
     *
     * @param importance a weight of at least 0 for each element of x, from {@code xOffset} on too;
     *     null where all matter alike
     * @param rounding the inner loops
     */
    void quantize(
            float[] x,
            float @Nullable [] importance,
            Rounding rounding,
            int xOffset,
            MemorySegment blocks,
            long from,
            int n);
}
