package dev.triglot.engine.format;

import dev.triglot.engine.model.Hyperparameters;
import java.util.List;

/** An architecture that can be run: how it is written in GGUF. */
sealed interface GgufArchitecture permits LlamaKeys, GptJKeys, MptKeys {
    /** GGUF's name, which is also the prefix of the keys. */
    String label();

    List<TensorRule> rules();

    /**
     * Whether a tensor that has no role here changes the result, so that the model cannot be run
     * without it.
     */
    default boolean refuses(String tensorName) {
        return false;
    }

    /**
     * Reads the hyperparameters.
     *
     * @throws dev.triglot.engine.error.ModelFormatException if one is missing or out of range
     * @throws dev.triglot.engine.error.UnsupportedModelException if they ask for what cannot be run
     */
    Hyperparameters read(GgufKeys keys, TensorBinding tensors);
}
