package dev.triglot.engine;

/**
 * Vectors of texts.
 *
 * @param count number of texts
 * @param dimensionality numbers of a vector
 * @param vectors [count, dimensionality], each of length 1
 * @param promptTokens tokens evaluated, prefixes and overlaps included
 */
public record EmbeddingResult(int count, int dimensionality, float[] vectors, int promptTokens) {}
