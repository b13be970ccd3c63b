package dev.triglot.polyglot.service;

import dev.triglot.engine.GenerationOptions;
import dev.triglot.polyglot.v1.TriglotError;
import org.jspecify.annotations.Nullable;

/** The options of a generation. */
final class GenerationSettings {
    private GenerationSettings() {}

    static GenerationOptions read(String what, @Nullable Object argument, int maxTokens) {
        Options options = new Options(what, argument);
        GenerationOptions otherwise = GenerationOptions.DEFAULT;
        options.later("grammar", "jsonSchema", "responseFormat", "tools", "toolChoice");
        GenerationOptions settings =
                GenerationOptions.builder()
                        .maxTokens(options.integer("maxTokens", otherwise.maxTokens()))
                        .temperature(options.number("temperature", otherwise.temperature()))
                        .topK(options.integer("topK", otherwise.topK()))
                        .topP(options.number("topP", otherwise.topP()))
                        .minP(options.number("minP", otherwise.minP()))
                        .repeatPenalty(options.number("repeatPenalty", otherwise.repeatPenalty()))
                        .repeatLastN(options.integer("repeatLastN", otherwise.repeatLastN()))
                        .presencePenalty(
                                options.number("presencePenalty", otherwise.presencePenalty()))
                        .frequencyPenalty(
                                options.number("frequencyPenalty", otherwise.frequencyPenalty()))
                        .logitBias(options.numbersById("logitBias"))
                        .seed(options.optionalLong("seed"))
                        .stop(options.texts("stop"))
                        .build();
        options.done();
        if (settings.maxTokens() > maxTokens) {
            throw new TriglotError(
                    "limit_exceeded",
                    "maxTokens is "
                            + settings.maxTokens()
                            + ", this script may generate "
                            + maxTokens
                            + " at once",
                    null);
        }
        return settings;
    }
}
