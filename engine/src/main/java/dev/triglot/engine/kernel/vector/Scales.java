package dev.triglot.engine.kernel.vector;

import dev.triglot.engine.kernel.Scratch;
import java.lang.foreign.MemorySegment;

/**
 * How a weight type scales its codes: a weight is (code - zero) * scale + min.
 *
 * <p>They are lines as the codes are, in memory of their own: a loop reads memory at the full rate
 * only if its loads go on by constant distances, as the prefetchers of processors expect. With the
 * scales between the codes decoding took half as long again on a Zen 5.
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
    void pack(MemorySegment data, long at, MemorySegment lines, long to);

    /**
     * Expands the scales of some blocks of the file.
     *
     * @param at of the first block's lines
     * @param out [units][32] scales from 0, those of the first 16 rows times {@link #EVEN}; and as
     *     many mins from {@code minsAt}, if {@link #affine}
     */
    void unpack(MemorySegment lines, int at, int blocks, float[] out, int minsAt);

    /**
     * Adds up the exact sums of some blocks of a token, times the scales of weights and
     * activations; and the totals of the activations times the mins, if {@link #affine}. Gives the
     * same bits as {@link #unpack} and {@link ScaledSums}, without the memory between.
     *
     * @param at of the first block's lines
     * @param exact [units][32] from 0
     * @param unit the first unit's index in x
     * @param sums [32] at {@code to}, and those of mins, [32] at {@code minsTo}
     */
    void add(
            MemorySegment lines,
            int at,
            int blocks,
            short[] exact,
            QuantizedInput x,
            int unit,
            float[] sums,
            int to,
            int minsTo,
            Scratch scratch);
}
