package dev.triglot.engine.quant;

import java.lang.foreign.MemorySegment;

/**
 * A block format whose elements are small integers with a scale and a min per group: {@code scale *
 * q - min}. That is what integer dot products work on; see {@link Quads} for the form that they
 * take the integers in.
 */
public interface QuadFormat {
    /** How wide the integers are and how many of them share a scale. */
    enum Groups {
        /** 32 integers of -16..16 share a scale and a min. */
        OF_32,

        /** 16 integers of -32..32 share a scale and a min. */
        OF_16,

        /**
         * 32 integers of -128..127 share a scale, without a min; q is 16 h + l, and eight quads of
         * l come before eight of h.
         */
        OF_32_BYTES
    }

    Groups groups();

    /**
     * Takes apart {@code n} elements from element {@code from} on.
     *
     * @param from a multiple of the block size
     * @param n a multiple of the block size
     * @param quads n / 4 words, twice that for bytes
     * @param scales one per group
     * @param mins one per group, untouched for bytes
     */
    void unpack(MemorySegment blocks, long from, int n, long[] quads, float[] scales, float[] mins);
}
