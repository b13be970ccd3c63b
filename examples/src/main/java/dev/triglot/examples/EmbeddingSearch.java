package dev.triglot.examples;

import dev.triglot.engine.EmbeddingListener;
import dev.triglot.engine.EmbeddingOptions;
import dev.triglot.engine.EmbeddingResult;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.store.ModelStore;
import dev.triglot.engine.store.ProgressListener;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds the sentences that are nearest in meaning to a question.
 *
 * <p>Arguments, both optional: a model file (else a small model is fetched), a question.
 */
public final class EmbeddingSearch {
    private static final List<String> SENTENCES =
            List.of(
                    "The cat sleeps on the sofa.",
                    "Interest rates were raised again.",
                    "A kitten is resting on the couch.",
                    "The bank lends money to small firms.",
                    "It will rain in the north tomorrow.");

    private EmbeddingSearch() {}

    public static void main(String[] args) {
        Path file =
                args.length > 0
                        ? Path.of(args[0])
                        : ModelStore.open().resolveOrPull("smollm2", ProgressListener.NONE);
        String question = args.length > 1 ? args[1] : "Where is the pet?";

        try (LanguageModel model = LanguageModel.open(file)) {
            EmbeddingResult known = model.embed(SENTENCES);
            EmbeddingResult asked =
                    model.embed(
                            List.of(question), EmbeddingOptions.DEFAULT, EmbeddingListener.NONE);
            IntStream.range(0, known.count())
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> -similarity(known, i, asked)))
                    .limit(3)
                    .forEach(i ->
                            System.out.printf(
                                    "%.3f  %s%n", similarity(known, i, asked), SENTENCES.get(i)));
        }
    }

    /** Vectors have length 1: their product is the cosine of the angle between them. */
    private static double similarity(EmbeddingResult known, int index, EmbeddingResult asked) {
        int n = known.dimensionality();
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += known.vectors()[index * n + i] * asked.vectors()[i];
        }
        return sum;
    }
}
