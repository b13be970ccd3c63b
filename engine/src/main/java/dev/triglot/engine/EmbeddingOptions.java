package dev.triglot.engine;

import dev.triglot.engine.error.InvalidArgumentException;

/**
 * How texts are embedded.
 *
 * @param prefix tokens of it stand in front of every text and of every chunk of a long one; empty
 *     for none
 * @param dimensionality numbers of a vector that are kept, the first ones; 0 for all
 * @param longTextMode what becomes of a text that is longer than the context
 * @param contextLength tokens that are evaluated together at most; 0 for the model's trained
 *     context, at most 4096
 */
public record EmbeddingOptions(
        String prefix, int dimensionality, LongTextMode longTextMode, int contextLength) {
    /** No prefix, all dimensions, the mean over long texts. */
    public static final EmbeddingOptions DEFAULT =
            new EmbeddingOptions("", 0, LongTextMode.MEAN, 0);

    /** What becomes of a text that is longer than the context. */
    public enum LongTextMode {
        /** The mean of chunks that overlap by 8 tokens. */
        MEAN,
        /** What fits is embedded, the rest is ignored. */
        TRUNCATE
    }

    public EmbeddingOptions {
        if (dimensionality < 0) {
            throw new InvalidArgumentException(
                    "dimensionality is " + dimensionality + ": it must be 0 or more");
        }
        if (contextLength < 0) {
            throw new InvalidArgumentException(
                    "contextLength is " + contextLength + ": it must be 0 or more");
        }
    }

    public EmbeddingOptions withPrefix(String text) {
        return new EmbeddingOptions(text, dimensionality, longTextMode, contextLength);
    }

    public EmbeddingOptions withDimensionality(int count) {
        return new EmbeddingOptions(prefix, count, longTextMode, contextLength);
    }

    public EmbeddingOptions withLongTextMode(LongTextMode mode) {
        return new EmbeddingOptions(prefix, dimensionality, mode, contextLength);
    }

    public EmbeddingOptions withContextLength(int length) {
        return new EmbeddingOptions(prefix, dimensionality, longTextMode, length);
    }
}
