package dev.triglot.cli.command;

import dev.triglot.engine.GenerationOptions;
import dev.triglot.engine.GenerationResult;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.Session;
import dev.triglot.engine.TokenListener;
import dev.triglot.engine.Vocabulary;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Single measurements of a model, each after the same context. */
final class Benchmark {
    private static final long SEED = 42;

    /** Tokens after which the JIT compiler has seen what there is to see. */
    private static final int WARM_UP_TOKENS = 64;

    private final Session session;
    private final int[] before;
    private final int vocabSize;
    private final int first;
    private final Map<Integer, Float> noEnd = new HashMap<>();

    /**
     * @param depth tokens of context
     */
    Benchmark(LanguageModel model, Session session, int depth) {
        this.session = session;
        Vocabulary vocabulary = model.vocabulary();
        vocabSize = vocabulary.size();
        before = random(depth);
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
        return generate(random(tokens), 0).timings().promptPerSecond();
    }

    double predictedPerSecond(int tokens) {
        return generate(new int[] {first}, tokens).timings().predictedPerSecond();
    }

    private int[] random(int tokens) {
        return new SplittableRandom(SEED).ints(tokens, 0, vocabSize).toArray();
    }

    private GenerationResult generate(int[] prompt, int tokens) {
        if (before.length == 0) {
            session.reset();
        } else {
            // Evaluates what is not there yet, and forgets what follows it.
            run(before, 0);
        }
        int[] all = Arrays.copyOf(before, before.length + prompt.length);
        System.arraycopy(prompt, 0, all, before.length, prompt.length);
        return run(all, tokens);
    }

    private GenerationResult run(int[] prompt, int tokens) {
        GenerationOptions options =
                GenerationOptions.builder()
                        .maxTokens(tokens)
                        .temperature(0)
                        .logitBias(noEnd)
                        .build();
        return session.generate(prompt, options, TokenListener.NONE);
    }
}
