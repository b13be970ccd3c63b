package dev.triglot.engine.generate;

import dev.triglot.engine.nn.Adapters;
import dev.triglot.engine.nn.InputSquares;
import dev.triglot.engine.nn.KvCache;
import dev.triglot.engine.nn.Transformer;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a session has evaluated: tokens, their keys and values, and how to evaluate more. */
public final class Context implements AutoCloseable {
    /**
     * Positions of a scored text whose logits are computed together: bounds the memory of large
     * vocabularies.
     */
    private static final int SCORED_TOGETHER = 32;

    private final Transformer model;
    private final KvCache cache;
    private final int batchSize;
    private final Supplier<Evaluator> evaluators;
    private @Nullable Evaluator evaluator;
    private @Nullable Adapters adapters;
    private final int[] tokens;
    private int size;

    /**
     * @param batchSize tokens of a prompt that are evaluated together
     * @param evaluators makes the evaluator, with room for a batch, when this context is first
     *     evaluated alone
     */
    public Context(
            Transformer model, KvCache cache, int batchSize, Supplier<Evaluator> evaluators) {
        this.model = model;
        this.cache = cache;
        this.batchSize = batchSize;
        this.evaluators = evaluators;
        this.tokens = new int[cache.positions()];
    }

    /**
     * Computes with these adapters from now on, or with none. What was evaluated before is
     * forgotten: keys and values depend on them.
     */
    public void setAdapters(@Nullable Adapters chosen) {
        size = 0;
        adapters = chosen;
    }

    @Nullable Adapters adapters() {
        return adapters;
    }

    /** What evaluates this context alone. */
    Evaluator evaluator() {
        if (evaluator == null) {
            evaluator = evaluators.get();
        }
        return evaluator;
    }

    public int embeddingLength() {
        return model.embeddingLength();
    }

    public int vocabSize() {
        return model.vocabSize();
    }

    KvCache cache() {
        return cache;
    }

    /** Says what the cache holds. */
    void restore(int[] ids) {
        System.arraycopy(ids, 0, tokens, 0, ids.length);
        size = ids.length;
    }

    /** From now on sums up what layers are given, or no longer. */
    public void setInputSquares(@Nullable InputSquares squares) {
        evaluator().setInputSquares(squares);
    }

    /** Positions that fit. */
    public int capacity() {
        return tokens.length;
    }

    /** Positions evaluated. */
    public int size() {
        return size;
    }

    /** Tokens of a prompt that are evaluated together. */
    public int batchSize() {
        return batchSize;
    }

    /** A copy of the logits after the last token of {@link #evaluate}. */
    public float[] logits() {
        return Arrays.copyOf(evaluator().logits(), vocabSize());
    }

    /** The token at an evaluated position. */
    public int token(int position) {
        return tokens[position];
    }

    /** All evaluated tokens. */
    public int[] tokens() {
        return Arrays.copyOf(tokens, size);
    }

    /** Length of the common beginning of what is evaluated and ids. */
    public int commonPrefix(int[] ids) {
        int mismatch = Arrays.mismatch(tokens, 0, size, ids, 0, ids.length);
        return mismatch < 0 ? size : mismatch;
    }

    /**
     * Forgets what another context does not hold at the same position.
     *
     * @return what it holds more, and the id behind it
     */
    int[] missing(Context other, int id) {
        int mismatch = Arrays.mismatch(tokens, 0, size, other.tokens, 0, other.size);
        truncate(mismatch < 0 ? size : mismatch);
        int[] rest = Arrays.copyOfRange(other.tokens, size, other.size + 1);
        rest[rest.length - 1] = id;
        return rest;
    }

    /** Forgets every position from {@code length} on. */
    public void truncate(int length) {
        size = Math.min(size, length);
    }

    /** Takes ids[from, from + count), which have been evaluated after what is there. */
    void append(int[] ids, int from, int count) {
        System.arraycopy(ids, from, tokens, size, count);
        size += count;
    }

    /**
     * Evaluates ids[from, to), at most {@link #batchSize} of them, after what is there.
     *
     * @param wantLogits whether {@link #logits} is needed afterwards
     * @return false if the session was cancelled meanwhile; then nothing has been added
     */
    public boolean evaluate(int[] ids, int from, int to, boolean wantLogits) {
        Evaluator alone = evaluator();
        alone.begin();
        alone.add(this, ids, from, to - from, wantLogits ? 1 : 0);
        if (!alone.run()) {
            return false;
        }
        append(ids, from, to - from);
        return true;
    }

    /**
     * Makes room: keeps the first {@code keep} positions and drops the next {@code drop}.
     *
     * @return the tokens behind, which are to be evaluated again, since keys depend on their
     *     positions
     */
    int[] erase(int keep, int drop) {
        int[] rest = Arrays.copyOfRange(tokens, keep + drop, size);
        size = keep;
        return rest;
    }

    /**
     * Logits of positions [from, n).
     *
     * @return [positions, vocabulary]; fewer positions if the session was cancelled
     */
    public float[][] logitsFrom(int[] ids, int from) {
        float[][] all = new float[ids.length - from][];
        truncate(Math.min(commonPrefix(ids), from));
        int evaluated =
                forEachLogits(
                        ids,
                        from,
                        ids.length,
                        (i, values, offset) ->
                                all[i - from] =
                                        Arrays.copyOfRange(
                                                values, offset, offset + model.vocabSize()));
        return evaluated == ids.length ? all : Arrays.copyOf(all, Math.max(0, evaluated - from));
    }

    /**
     * Scores ids alone, from position 0; what was evaluated before is forgotten.
     *
     * @return -ln p(ids[i] | ids[0..i-1]) for i in [1, n); shorter if the session was cancelled
     */
    public double[] negativeLogLikelihoods(int[] ids) {
        size = 0;
        double[] scores = new double[ids.length - 1];
        int evaluated =
                forEachLogits(
                        ids,
                        0,
                        scores.length,
                        (i, values, offset) ->
                                scores[i] = negativeLogLikelihood(values, offset, ids[i + 1]));
        return evaluated == ids.length ? scores : Arrays.copyOf(scores, Math.max(0, evaluated - 1));
    }

    /** Sees the logits of one position. */
    private interface LogitsReader {
        /**
         * @param values from {@code offset} on as many as the vocabulary has
         */
        void read(int position, float[] values, int offset);
    }

    /**
     * Evaluates ids after what is there of them, and shows the logits of positions [from, to).
     *
     * @return how many ids are evaluated: fewer than all if the session was cancelled
     */
    private int forEachLogits(int[] ids, int from, int to, LogitsReader reader) {
        float[] chunk = new float[Math.min(SCORED_TOGETHER, ids.length) * model.vocabSize()];
        while (size < ids.length) {
            int begin = size;
            int end = Math.min(ids.length, begin + batchSize());
            if (!evaluate(ids, begin, end, false)) {
                return begin;
            }
            int last = Math.min(end, to);
            for (int i = Math.max(begin, from); i < last; i += SCORED_TOGETHER) {
                int count = Math.min(SCORED_TOGETHER, last - i);
                evaluator().logitsOf(i - begin, count, chunk);
                for (int j = 0; j < count; j++) {
                    reader.read(i + j, chunk, j * model.vocabSize());
                }
            }
        }
        return size;
    }

    /**
     * The mean of ids' hidden states after the final norm, alone from position 0; what was
     * evaluated before is forgotten.
     *
     * @param mean [embedding]
     * @return false if the session was cancelled meanwhile
     */
    public boolean meanHiddenState(int[] ids, double[] mean) {
        size = 0;
        Arrays.fill(mean, 0);
        float[] state = new float[mean.length];
        for (int from = 0; from < ids.length; from += batchSize()) {
            int to = Math.min(ids.length, from + batchSize());
            if (!evaluate(ids, from, to, false)) {
                return false;
            }
            for (int t = 0; t < to - from; t++) {
                evaluator().hiddenState(t, state);
                for (int i = 0; i < state.length; i++) {
                    mean[i] += (double) state[i] / ids.length;
                }
            }
        }
        return true;
    }

    private double negativeLogLikelihood(float[] values, int offset, int id) {
        int n = model.vocabSize();
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            max = Math.max(max, values[offset + i]);
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += Math.exp((double) values[offset + i] - max);
        }
        return Math.log(sum) + max - values[offset + id];
    }

    @Override
    public void close() {
        cache.close();
    }
}
