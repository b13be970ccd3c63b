package dev.triglot.engine;

import dev.triglot.engine.generate.Generation;

/**
 * What a generation gave.
 *
 * @param promptTokens ids of the prompt, BOS included
 * @param tokens ids generated, without the end token
 * @param text the generated text, cut before a stop string
 */
public record GenerationResult(
        int[] promptTokens, int[] tokens, String text, FinishReason finishReason, Timings timings) {
    static GenerationResult of(int[] prompt, Generation.Result result) {
        return new GenerationResult(
                prompt,
                result.tokens(),
                result.text(),
                FinishReason.valueOf(result.end().name()),
                new Timings(
                        result.promptEvaluated(),
                        result.promptNanos(),
                        result.tokens().length,
                        result.predictedNanos()));
    }
}
