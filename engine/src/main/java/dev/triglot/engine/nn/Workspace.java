package dev.triglot.engine.nn;

import dev.triglot.engine.kernel.Activations;
import dev.triglot.engine.kernel.Kernels;
import dev.triglot.engine.kernel.Scratch;
import dev.triglot.engine.runtime.RangeJob;
import dev.triglot.engine.runtime.WorkerPool;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a session computes in: every activation of a forward pass, allocated once. It lives beside
 * the blocks because it also keeps their reusable jobs, so that a token costs no allocation.
 */
public final class Workspace {
    private static final int MAX_WORKERS = 1024;

    final Kernels kernels;
    private final WorkerPool pool;
    private final Scratch[] scratch = new Scratch[MAX_WORKERS];
    private final BooleanSupplier cancelled;
    private final int maxTokens;

    /** The residual stream, [tokens, embedding]. */
    final float[] hidden;

    /** What a sublayer adds to the stream, [tokens, embedding]. */
    public final float[] branch;

    /** A second branch, for architectures that run attention and feed-forward in parallel. */
    public final float[] branch2;

    /** Normalized input of a sublayer, [tokens, embedding]. */
    final Activations normed;

    /** What attention gathered, [tokens, heads * value length]. */
    final Activations attended;

    /** The inner layer of the feed-forward, [tokens, feed-forward]. */
    final Activations inner;

    final float[] up;
    final float[] q;
    final float[] k;
    final float[] v;

    /** Cosine and sine per token and pair, interleaved, [tokens, rope dimension]. */
    final float[] cosSin;

    final RowsJob rows = new RowsJob(this);

    final LinearJob linear = new LinearJob(this);
    final AttentionJob attention = new AttentionJob(this);
    private @Nullable AdapterJob adapters;
    private @Nullable InputSquares inputSquares;

    /**
     * Allocates everything.
     *
     * @param maxTokens the largest batch
     * @param cancelled asked between layers; true abandons the pass
     */
    public Workspace(
            Dimensions d,
            int maxTokens,
            Kernels kernels,
            WorkerPool pool,
            BooleanSupplier cancelled) {
        this.kernels = kernels;
        this.pool = pool;
        this.cancelled = cancelled;
        this.maxTokens = maxTokens;
        this.hidden = new float[maxTokens * d.embedding()];
        this.branch = new float[maxTokens * d.embedding()];
        this.branch2 = new float[maxTokens * d.embedding()];
        this.normed = new Activations(maxTokens, d.embedding());
        this.attended = new Activations(maxTokens, d.heads() * d.valueLength());
        this.inner = new Activations(maxTokens, d.feedForward());
        this.up = new float[maxTokens * d.feedForward()];
        this.q = new float[maxTokens * d.heads() * d.keyLength()];
        this.k = new float[maxTokens * d.kvHeads() * d.keyLength()];
        this.v = new float[maxTokens * d.kvHeads() * d.valueLength()];
        this.cosSin = new float[maxTokens * d.ropeDimension()];
    }

    /** The sizes that a workspace depends on. */
    public record Dimensions(
            int embedding,
            int heads,
            int kvHeads,
            int keyLength,
            int valueLength,
            int feedForward,
            int ropeDimension) {
        /**
         * Bytes that a workspace for this many tokens takes, derived forms of activations
         * estimated.
         */
        public long bytes(int maxTokens) {
            long activations = 2L * embedding + heads * (long) valueLength + feedForward;
            long plain =
                    3L * embedding
                            + feedForward
                            + (heads + kvHeads) * (long) keyLength
                            + ropeDimension;
            return 4L * maxTokens * (plain + 3 * activations);
        }
    }

    public int maxTokens() {
        return maxTokens;
    }

    /** normed = norm(hidden). */
    public void normalize(Norm norm, int tokens) {
        normed.reset(tokens, norm.width());
        rows.normalize(norm, hidden, normed.values(), tokens);
    }

    /** hidden += addend, both [tokens, embedding]. */
    public void addToHidden(float[] addend, int tokens) {
        rows.add(addend, hidden, hidden.length / maxTokens, tokens);
    }

    /** From now on layers compute with these adapters, or with none. */
    public void setAdapters(@Nullable Adapters adapters) {
        this.adapters = adapters == null ? null : new AdapterJob(this, adapters);
    }

    @Nullable AdapterJob adapters() {
        return adapters;
    }

    /** From now on sums up what layers are given, or no longer. */
    public void setInputSquares(@Nullable InputSquares inputSquares) {
        this.inputSquares = inputSquares;
    }

    @Nullable InputSquares inputSquares() {
        return inputSquares;
    }

    boolean isCancelled() {
        return cancelled.getAsBoolean();
    }

    Scratch scratch(int worker) {
        Scratch own = scratch[worker];
        if (own == null) {
            own = new Scratch();
            scratch[worker] = own;
        }
        return own;
    }

    int workers() {
        return pool.threads();
    }

    void parallel(RangeJob job, int n, int alignment) {
        pool.run(job, n, alignment);
    }
}
