package dev.triglot.cli.command;

import dev.triglot.engine.GenerationOptions;
import dev.triglot.engine.GenerationResult;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.Session;
import dev.triglot.engine.TokenListener;
import dev.triglot.engine.Vocabulary;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Single measurements of a model, each from an empty context. */
final class Benchmark {
    private static final long SEED = 42;

    /** Tokens after which the JIT compiler has seen what there is to see. */
    private static final int WARM_UP_TOKENS = 64;

    private final Session session;
    private final int vocabSize;
    private final int first;
    private final Map<Integer, Float> noEnd = new HashMap<>();

    Benchmark(LanguageModel model, Session session) {
        this.session = session;
        Vocabulary vocabulary = model.vocabulary();
        vocabSize = vocabulary.size();
        first = Math.max(vocabulary.bos(), 0);
        for (int id = 0; id < vocabSize; id++) {
            if (vocabulary.endsGeneration(id)) {
                noEnd.put(id, Float.NEGATIVE_INFINITY);
            }
        }
    }

    void warmUp(int promptTokens, int predictedTokens) {
        if (promptTokens > 0) {
            promptPerSecond(promptTokens);
        }
        if (predictedTokens > 0) {
            predictedPerSecond(Math.min(predictedTokens, WARM_UP_TOKENS));
        }
    }

    double promptPerSecond(int tokens) {
        int[] prompt = new SplittableRandom(SEED).ints(tokens, 0, vocabSize).toArray();
        return generate(prompt, 0).timings().promptPerSecond();
    }

    double predictedPerSecond(int tokens) {
        return generate(new int[] {first}, tokens).timings().predictedPerSecond();
    }

    private GenerationResult generate(int[] prompt, int tokens) {
        session.reset();
        GenerationOptions options =
                GenerationOptions.builder()
                        .maxTokens(tokens)
                        .temperature(0)
                        .logitBias(noEnd)
                        .build();
        return session.generate(prompt, options, TokenListener.NONE);
    }
}
