package dev.triglot.polyglot.service;

import dev.triglot.engine.GenerationResult;
import dev.triglot.polyglot.v1.Completion;
import dev.triglot.polyglot.v1.NumberArray;
import java.util.Locale;

record CompletionView(GenerationResult result) implements Completion {
    @Override
    public String text() {
        return result.text();
    }

    @Override
    public NumberArray tokens() {
        return Numbers.of(result.tokens());
    }

    @Override
    public String finishReason() {
        return result.finishReason().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public int promptTokens() {
        return result.promptTokens().length;
    }

    @Override
    public int promptEvaluated() {
        return result.timings().promptTokens();
    }

    @Override
    public int completionTokens() {
        return result.tokens().length;
    }

    @Override
    public double promptMillis() {
        return result.timings().promptNanos() / 1e6;
    }

    @Override
    public double completionMillis() {
        return result.timings().predictedNanos() / 1e6;
    }
}
