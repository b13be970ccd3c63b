package dev.triglot.engine.quant;

import java.lang.foreign.MemorySegment;

/** The way from floats to blocks, by rounding each block alone to its nearest grid. */
public interface BlockEncoder {
    /**
     * Writes {@code n} elements from element {@code from} on.
     *
     * @param x finite values
     * @param blocks a row's (or a whole tensor's) blocks, little-endian
     * @param from index of the first element, a multiple of the block size
     * @param n a multiple of the block size
     */
    void quantize(float[] x, int xOffset, MemorySegment blocks, long from, int n);
}
