package dev.triglot.engine.arch;

import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.model.Hyperparameters;
import dev.triglot.engine.nn.Transformer;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The one table of architectures. A new one is a file beside this and a row here. */
public final class Architectures {
    private static final Map<String, Builder> BY_NAME =
            new TreeMap<>(Map.of("gptj", GptJ::build, "llama", Llama::build, "mpt", Mpt::build));

    private Architectures() {}

    /** Binds a model's tensors to the blocks of one architecture. */
    @FunctionalInterface
    interface Builder {
        Transformer build(Hyperparameters h, Weights weights);
    }

    /**
     * Builds a model.
     *
     * @throws UnsupportedModelException if the architecture has no row here, or the file has only a
     *     vocabulary
     */
    public static Transformer build(
            String name, @Nullable Hyperparameters hyperparameters, Weights weights) {
        Builder builder = BY_NAME.get(name);
        if (builder == null) {
            throw new UnsupportedModelException(
                    "architecture "
                            + name
                            + " cannot be run; these can: "
                            + String.join(", ", BY_NAME.keySet()));
        }
        if (hyperparameters == null) {
            throw new UnsupportedModelException(
                    "the file has a vocabulary but no weights; it can only tokenize");
        }
        return builder.build(hyperparameters, weights);
    }
}
