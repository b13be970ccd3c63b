package dev.triglot.engine.nn;

import org.jspecify.annotations.Nullable;

/**
 * Tokens that are evaluated together: a run at consecutive positions of each of some sequences. A
 * row of an activation is a token of the batch.
 *
 * <p>Reused, so that a pass allocates nothing.
 */
public final class Batch {
    private final int[] tokens;
    private final Run[] runs;

    /** The run that a row belongs to. */
    private final int[] runOf;

    private int count;
    private int runCount;

    /** A part of one sequence: rows [from, from + count), at positions from firstPosition on. */
    static final class Run {
        private @Nullable KvCache cache;
        int from;
        int count;
        int firstPosition;

        KvCache.Layer layer(int index) {
            if (cache == null) {
                throw new IllegalStateException("a run without a cache");
            }
            return cache.layer(index);
        }
    }

    /**
     * Room for this many tokens.
     *
     * @param maxRuns sequences at most
     */
    public Batch(int maxTokens, int maxRuns) {
        tokens = new int[maxTokens];
        runOf = new int[maxTokens];
        runs = new Run[maxRuns];
        for (int i = 0; i < maxRuns; i++) {
            runs[i] = new Run();
        }
    }

    public void clear() {
        for (int i = 0; i < runCount; i++) {
            runs[i].cache = null;
        }
        count = 0;
        runCount = 0;
    }

    /** Whether a run of this many tokens has room. */
    public boolean fits(int more) {
        return runCount < runs.length && count + more <= tokens.length;
    }

    /**
     * Appends ids[offset, offset + n), which {@link #fits}, as a run.
     *
     * @param cache of the sequence, each at most once in a batch
     * @param firstPosition of the first of them in the sequence
     */
    public void add(KvCache cache, int[] ids, int offset, int n, int firstPosition) {
        Run run = runs[runCount];
        run.cache = cache;
        run.from = count;
        run.count = n;
        run.firstPosition = firstPosition;
        System.arraycopy(ids, offset, tokens, count, n);
        for (int row = count; row < count + n; row++) {
            runOf[row] = runCount;
        }
        count += n;
        runCount++;
    }

    /** Tokens of all runs. */
    public int count() {
        return count;
    }

    int token(int row) {
        return tokens[row];
    }

    /** The position of a row's token in its sequence. */
    int position(int row) {
        Run run = runOf(row);
        return run.firstPosition + row - run.from;
    }

    int runCount() {
        return runCount;
    }

    Run run(int index) {
        return runs[index];
    }

    Run runOf(int row) {
        return runs[runOf[row]];
    }
}
