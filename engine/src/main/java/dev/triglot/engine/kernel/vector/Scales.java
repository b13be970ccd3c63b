package dev.triglot.engine.kernel.vector;

import java.lang.foreign.MemorySegment;

/**
 * How a weight type scales its codes: a weight is (code - zero) * scale + min.
 *
 * <p>In a group the scales follow the codes of all columns, as lines.
 */
interface Scales {
    /**
     * Sums of rows in even lanes are converted without shifting them down, so their scales have
     * this factor.
     */
    float EVEN = 0x1p-16f;

    /** Lines per block of the file. */
    int lines();

    /** Whether there are mins. */
    boolean affine();

    /**
     * Writes the scales of a row's block.
     *
     * @param at of the block in the file
     * @param to the row's lane in the first line
     */
    void pack(MemorySegment data, long at, MemorySegment group, long to);

    /**
     * Expands the scales of some blocks of the file.
     *
     * @param at of the first block's lines in the group
     * @param out [units][32] scales from 0, those of the first 16 rows times {@link #EVEN}; and as
     *     many mins from {@code minsAt}, if {@link #affine}
     */
    void unpack(MemorySegment group, int at, int blocks, float[] out, int minsAt);
}
