package dev.triglot.engine.generate;

import dev.triglot.engine.nn.Adapters;
import dev.triglot.engine.nn.Batch;
import dev.triglot.engine.nn.InputSquares;
import dev.triglot.engine.nn.Transformer;
import dev.triglot.engine.nn.Workspace;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates tokens of one or more contexts in one pass over the weights, and keeps the logits of
 * the last pass. For one thread.
 */
public final class Evaluator {
    private final Transformer model;
    private final Workspace workspace;
    private final Batch batch;

    /** Rows of the batch whose logits are wanted. */
    private final int[] wanted;

    private int wantedCount;
    private float[] logits = new float[0];
    private @Nullable Adapters adapters;

    /**
     * @param maxContexts contexts of a pass at most
     */
    public Evaluator(Transformer model, Workspace workspace, int maxContexts) {
        this.model = model;
        this.workspace = workspace;
        this.batch = new Batch(workspace.maxTokens(), maxContexts);
        this.wanted = new int[workspace.maxTokens()];
    }

    void setInputSquares(@Nullable InputSquares squares) {
        workspace.setInputSquares(squares);
    }

    /** Tokens of a pass at most. */
    public int maxTokens() {
        return workspace.maxTokens();
    }

    /** Begins to collect another pass. */
    public void begin() {
        batch.clear();
        wantedCount = 0;
    }

    /** Whether so many tokens of another context have room in the pass. */
    public boolean fits(int count) {
        return batch.fits(count);
    }

    /**
     * Adds ids[from, from + count) after what a context holds; they join it once it {@linkplain
     * Context#append takes} them. All contexts of a pass compute with the adapters of the first.
     *
     * @param logitsOfLast how many of them, the last ones, are to give logits
     * @return where those begin in {@link #logits}, if there are any
     */
    public int add(Context context, int[] ids, int from, int count, int logitsOfLast) {
        if (batch.count() == 0) {
            computeWith(context.adapters());
        }
        int end = batch.count() + count;
        batch.add(context.cache(), ids, from, count, context.size());
        int offset = wantedCount * model.vocabSize();
        for (int row = end - logitsOfLast; row < end; row++) {
            wanted[wantedCount++] = row;
        }
        return offset;
    }

    private void computeWith(@Nullable Adapters chosen) {
        if (adapters != chosen) {
            adapters = chosen;
            workspace.setAdapters(chosen);
        }
    }

    /**
     * Evaluates what was added.
     *
     * @return false if the pass was cancelled; then no context may take its tokens
     */
    public boolean run() {
        if (!model.forward(workspace, batch)) {
            return false;
        }
        if (wantedCount > 0) {
            int size = Math.multiplyExact(wantedCount, model.vocabSize());
            if (logits.length < size) {
                logits = new float[size];
            }
            model.logits(workspace, wanted, wantedCount, logits);
        }
        return true;
    }

    /** The logits that were wanted of the last pass, [tokens, vocabulary]. */
    public float[] logits() {
        return logits;
    }

    /** Logits of rows [from, from + count) of the last pass, [count, vocabulary]. */
    void logitsOf(int from, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            wanted[i] = from + i;
        }
        model.logits(workspace, wanted, count, out);
    }

    /** The hidden state of a row of the last pass, after the final norm, [embedding]. */
    void hiddenState(int row, float[] out) {
        model.hiddenStates(workspace, row, 1, out);
    }
}
