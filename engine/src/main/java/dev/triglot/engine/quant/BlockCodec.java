package dev.triglot.engine.quant;

import java.lang.foreign.MemorySegment;

/**
 * One weight type's block layout: how a row of blocks becomes floats. One implementation per type,
 * in a file of its own; {@link BlockCodecs} is the table.
 */
public interface BlockCodec {
    /**
     * Exact values of {@code n} elements from element {@code from} on.
     *
     * @param blocks a row's (or a whole tensor's) blocks, little-endian
     * @param from index of the first element, a multiple of the block size
     * @param n a multiple of the block size
     */
    void dequantize(MemorySegment blocks, long from, float[] out, int outOffset, int n);
}
