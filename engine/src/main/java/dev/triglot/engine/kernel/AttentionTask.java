package dev.triglot.engine.kernel;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * One layer's attention for a run of one sequence's tokens in a batch. Mutable so that a session
 * reuses one; filled by {@code nn.Attention}.
 *
 * <p>Shapes: q and out are [tokens, heads, width]; keys and values of one kv head as {@link
 * KeyValueType} says.
 */
public final class AttentionTask {
    /** Query heads, all positions already rotated. */
    public float[] q = new float[0];

    /** Floats between two tokens of q. */
    public int qStride;

    /** Floats of a query or key head. */
    public int keyLength;

    /** Floats of a value head. */
    public int valueLength;

    /** Where the result goes: [tokens, heads * valueLength]. */
    public float[] out = new float[0];

    /** Floats between two tokens of out. */
    public int outStride;

    /** Query heads that share a kv head. */
    public int group;

    /** Keys of each kv head. */
    public MemorySegment[] keys = new MemorySegment[0];

    /** Values of each kv head. */
    public MemorySegment[] values = new MemorySegment[0];

    /** How keys and values are stored. */
    public KeyValueType type = KeyValueType.F32;

    /**
     * Token t of the batch sits at firstPosition + t and sees positions up to its own. Negative
     * where the run begins later in the batch than in its sequence.
     */
    public int firstPosition;

    /** The first token of the run in the batch. */
    public int firstToken;

    /**
     * Tokens of the whole run, of which {@link Kernels#attend} is given ranges. It may decide how
     * sums are formed, since it does not depend on the ranges.
     */
    public int tokens;

    /** A token sees this many positions, itself included; 0 for all. */
    public int window;

    /** Multiplies q K^T, usually 1 / sqrt(keyLength). */
    public float scale;

    /**
     * ALiBi slope per query head (Press et al. 2021): slope * (key position - query position) is
     * added; null for none.
     */
    public float @Nullable [] alibiSlopes;

    /** Results of chunks, see {@link Kernels#attentionChunks}; only kernels look into it. */
    public float[] partials = new float[0];

    /** Makes room for n floats, and then some, so that a growing context asks seldom. */
    public void reservePartials(int n) {
        if (partials.length < n) {
            partials = new float[n + (n >> 1)];
        }
    }

    /** Query heads. */
    public int heads() {
        return keys.length * group;
    }

    /** The first position that a token at this position sees. */
    public int firstVisible(int position) {
        return window == 0 ? 0 : Math.max(0, position - window + 1);
    }
}
