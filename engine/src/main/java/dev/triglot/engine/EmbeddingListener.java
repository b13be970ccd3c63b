package dev.triglot.engine;

import java.util.List;

/** Hears of texts being embedded, on the calling thread. */
public interface EmbeddingListener {
    /** Hears nothing and never stops. */
    EmbeddingListener NONE = new EmbeddingListener() {};

    /**
     * Everything is tokenized, nothing computed yet.
     *
     * @param chunkTokens tokens of each chunk that is to be evaluated
     * @return false ends it with code {@code cancelled}
     */
    default boolean onChunks(List<Integer> chunkTokens) {
        return true;
    }

    /** Some chunks have been evaluated. */
    default void onProgress(int chunks, int total) {}

    /** Asked between layers; true ends it with code {@code cancelled}. */
    default boolean isCancelled() {
        return false;
    }
}
