package dev.triglot.polyglot.v1;

import org.graalvm.polyglot.HostAccess;

/** Vectors of texts. */
public interface Embeddings {
    /** How many texts. */
    @HostAccess.Export
    int count();

    /** Numbers of a vector. */
    @HostAccess.Export
    int dimensionality();

    /** All vectors, [count, dimensionality], float32. */
    @HostAccess.Export
    NumberArray vectors();

    /** One vector, float32. */
    @HostAccess.Export
    NumberArray vector(int index);

    /** Tokens of all texts, prefixes and overlaps included. */
    @HostAccess.Export
    int promptTokens();
}
