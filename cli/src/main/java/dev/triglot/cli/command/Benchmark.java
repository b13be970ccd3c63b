package dev.triglot.cli.command;

import dev.triglot.engine.Batch;
import dev.triglot.engine.GenerationOptions;
import dev.triglot.engine.GenerationResult;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.Session;
import dev.triglot.engine.SessionOptions;
import dev.triglot.engine.TokenListener;
import dev.triglot.engine.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Single measurements of a model, each after the same context. */
final class Benchmark implements AutoCloseable {
    private static final long SEED = 42;

    /** Tokens after which the JIT compiler has seen what there is to see. */
    private static final int WARM_UP_TOKENS = 64;

    private final LanguageModel model;

    /** One per text that is generated at the same time. */
    private final List<Session> sessions = new ArrayList<>();

    private final int[] before;
    private final int vocabSize;
    private final int first;
    private final Map<Integer, Float> noEnd = new HashMap<>();

    /**
     * @param depth tokens of context
     * @param parallel texts to generate at the same time
     */
    Benchmark(LanguageModel model, SessionOptions options, int depth, int parallel) {
        this.model = model;
        for (int i = 0; i < parallel; i++) {
            sessions.add(model.newSession(options));
        }
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
        return alone(random(tokens), 0).timings().promptPerSecond();
    }

    /** Tokens of all texts together. */
    double predictedPerSecond(int tokens) {
        int[] prompt = {first};
        if (sessions.size() == 1) {
            return alone(prompt, tokens).timings().predictedPerSecond();
        }
        long longest = 0;
        try (Batch batch = model.newBatch()) {
            var results =
                    sessions.stream()
                            .map(session ->
                                    batch.add(
                                            session,
                                            afterContext(session, prompt),
                                            options(tokens),
                                            TokenListener.NONE))
                            .toList();
            batch.run();
            for (var result : results) {
                longest = Math.max(longest, result.join().timings().predictedNanos());
            }
        }
        return sessions.size() * tokens * 1e9 / longest;
    }

    private int[] random(int tokens) {
        return new SplittableRandom(SEED).ints(tokens, 0, vocabSize).toArray();
    }

    private GenerationResult alone(int[] prompt, int tokens) {
        Session session = sessions.getFirst();
        return session.generate(afterContext(session, prompt), options(tokens), TokenListener.NONE);
    }

    /** The context, which the session holds then and nothing else, and the prompt. */
    private int[] afterContext(Session session, int[] prompt) {
        if (before.length == 0) {
            session.reset();
        } else {
            // Evaluates what is not there yet, and forgets what follows it.
            session.generate(before, options(0), TokenListener.NONE);
        }
        int[] all = Arrays.copyOf(before, before.length + prompt.length);
        System.arraycopy(prompt, 0, all, before.length, prompt.length);
        return all;
    }

    private GenerationOptions options(int tokens) {
        return GenerationOptions.builder()
                .maxTokens(tokens)
                .temperature(0)
                .logitBias(noEnd)
                .build();
    }

    @Override
    public void close() {
        sessions.forEach(Session::close);
    }
}
