package dev.triglot.engine;

/**
 * What a generation gave.
 *
 * @param promptTokens ids of the prompt, BOS included
 * @param tokens ids generated, without the end token
 * @param text the generated text, cut before a stop string
 */
public record GenerationResult(
        int[] promptTokens,
        int[] tokens,
        String text,
        FinishReason finishReason,
        Timings timings) {}
