package dev.triglot.engine;

import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.error.InvalidStateException;
import java.util.ArrayList;
import java.util.List;

/**
 * Embeds texts: the mean of the hidden states after the final norm, of length 1. A long text is the
 * mean of its chunks' vectors. This is what sentence-transformers calls mean pooling and llama.cpp
 * LLAMA_POOLING_TYPE_MEAN.
 */
final class Embedder {
    private final LanguageModel model;
    private final EmbeddingOptions options;
    private final EmbeddingListener listener;
    private final int width;
    private final int dimensionality;

    Embedder(LanguageModel model, EmbeddingOptions options, EmbeddingListener listener, int width) {
        this.model = model;
        this.options = options;
        this.listener = listener;
        this.width = width;
        this.dimensionality = options.dimensionality() == 0 ? width : options.dimensionality();
        if (dimensionality > width) {
            throw new InvalidArgumentException(
                    "dimensionality is "
                            + dimensionality
                            + ": vectors of this model have "
                            + width
                            + " numbers");
        }
    }

    EmbeddingResult embed(List<String> texts, int contextLength) {
        Chunks chunks = new Chunks(model.vocabulary(), options, contextLength);
        List<List<int[]>> all = new ArrayList<>();
        for (String text : texts) {
            all.add(chunks.of(text, all.size()));
        }
        List<Integer> sizes =
                all.stream().flatMap(List::stream).map(chunk -> chunk.length).toList();
        if (!listener.onChunks(sizes)) {
            throw InvalidStateException.cancelled();
        }
        float[] vectors = new float[Math.multiplyExact(texts.size(), dimensionality)];
        if (texts.isEmpty()) {
            return new EmbeddingResult(0, dimensionality, vectors, 0);
        }
        int longest = sizes.stream().mapToInt(Integer::intValue).max().orElseThrow();
        SessionOptions session =
                SessionOptions.DEFAULT
                        .withContextLength(longest)
                        .withKvCacheType(SessionOptions.KvCacheType.F32);
        try (Session evaluation =
                model.newSession(session, new Session.CancelFlag(listener::isCancelled))) {
            int done = 0;
            for (int i = 0; i < all.size(); i++) {
                double[] sum = new double[width];
                for (int[] chunk : all.get(i)) {
                    add(unit(evaluation.meanHiddenState(chunk), width), sum);
                    listener.onProgress(++done, sizes.size());
                }
                store(unit(sum, dimensionality), vectors, i * dimensionality);
            }
        }
        int tokens = sizes.stream().mapToInt(Integer::intValue).sum();
        return new EmbeddingResult(texts.size(), dimensionality, vectors, tokens);
    }

    /** The first numbers of a vector, scaled to length 1. */
    private static double[] unit(double[] vector, int count) {
        double squares = 0;
        for (int i = 0; i < count; i++) {
            squares += vector[i] * vector[i];
        }
        double scale = squares == 0 ? 0 : 1 / Math.sqrt(squares);
        double[] unit = new double[count];
        for (int i = 0; i < count; i++) {
            unit[i] = vector[i] * scale;
        }
        return unit;
    }

    private static void add(double[] vector, double[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += vector[i];
        }
    }

    private static void store(double[] vector, float[] out, int offset) {
        for (int i = 0; i < vector.length; i++) {
            out[offset + i] = (float) vector[i];
        }
    }
}
