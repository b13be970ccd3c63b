package dev.triglot.engine;

/**
 * One conversation with a model: a KV cache and its scratch memory. Serves one thread at a time;
 * another thread that calls meanwhile gets an {@link
 * dev.triglot.engine.error.InvalidStateException} with code {@code busy}. Only {@link #cancel} may
 * be called from anywhere.
 */
public final class Session implements AutoCloseable {
    Session() {}

    /** Positions of the KV cache. */
    public int contextLength() {
        throw new UnsupportedOperationException();
    }

    /**
     * Encodes a prompt as the model expects (BOS where it asks for it, special tokens recognised)
     * and generates.
     */
    public GenerationResult generate(
            String prompt, GenerationOptions options, TokenListener listener) {
        throw new UnsupportedOperationException();
    }

    /**
     * Generates after a prompt. What the KV cache already holds of it is reused.
     *
     * @throws dev.triglot.engine.error.ContextOverflowException if the prompt leaves no room for
     *     one token
     * @throws dev.triglot.engine.error.InvalidArgumentException if the prompt is empty or an id is
     *     outside the vocabulary
     */
    public GenerationResult generate(
            int[] prompt, GenerationOptions options, TokenListener listener) {
        throw new UnsupportedOperationException();
    }

    /** Logits of the position after the last id: vocabulary-size floats. */
    public float[] logits(int[] ids) {
        throw new UnsupportedOperationException();
    }

    /**
     * Scores a text under the model, alone from position 0.
     *
     * @return for i in 1..n-1 the negative natural logarithm of the probability of ids[i] given
     *     ids[0..i-1]; n - 1 values
     */
    public double[] negativeLogLikelihoods(int[] ids) {
        throw new UnsupportedOperationException();
    }

    /**
     * Ends a running generation within one token; without effect when none runs. Safe from every
     * thread.
     */
    public void cancel() {
        throw new UnsupportedOperationException();
    }

    /** Forgets everything that was ingested. */
    public void reset() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
