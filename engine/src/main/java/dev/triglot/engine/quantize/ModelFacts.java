package dev.triglot.engine.quantize;

/**
 * What presets look at.
 *
 * @param layers of the model
 * @param queryHeadsPerKv query heads that share one head of keys and values
 * @param tied whether the embedding is the head too
 * @param importanceKnown whether there is an importance matrix
 */
public record ModelFacts(int layers, int queryHeadsPerKv, boolean tied, boolean importanceKnown) {}
