package dev.triglot.engine.model;

/**
 * The numbers that define a model, whatever file they came from. Readers fill every field (an
 * absent fact becomes the architecture's documented default and a warning) and validate ranges, so
 * that nothing above {@code format} checks again.
 *
 * @param vocabSize rows of the token embedding; may exceed the tokenizer's vocabulary
 * @param contextLength positions the model was trained for
 * @param embeddingLength width of the hidden state
 * @param blockCount transformer layers
 * @param headCount query heads
 * @param headCountKv key and value heads; divides headCount
 * @param keyLength width of a query or key head
 * @param valueLength width of a value head
 * @param feedForwardLength width of the feed-forward layer
 * @param normEpsilon added to the variance in every norm
 * @param ropeDimension leading dimensions of a head that are rotated; 0 for none
 * @param ropeBase base of the rotation frequencies
 * @param ropeScaling extension beyond the trained context
 * @param slidingWindow positions a token sees, itself included; 0 for all
 * @param alibiMaxBias the largest ALiBi slope exponent (8 in the paper); 0 for none
 * @param clampQkv queries, keys and values are clamped to plus or minus this; 0 for no clamp
 */
public record Hyperparameters(
        int vocabSize,
        int contextLength,
        int embeddingLength,
        int blockCount,
        int headCount,
        int headCountKv,
        int keyLength,
        int valueLength,
        int feedForwardLength,
        float normEpsilon,
        int ropeDimension,
        float ropeBase,
        RopeScaling ropeScaling,
        int slidingWindow,
        float alibiMaxBias,
        float clampQkv) {}
