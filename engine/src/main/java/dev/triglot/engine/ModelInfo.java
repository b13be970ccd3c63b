package dev.triglot.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a model is.
 *
 * @param file the (first) file
 * @param format such as {@code GGUF v3}
 * @param architecture {@code llama}, {@code gptj} or {@code mpt}
 * @param name the model's own name, or the file's
 * @param parameters number of weights
 * @param weightBytes bytes of all tensors in the file
 * @param contextLength positions it was trained for
 * @param vocabSize logits per position
 * @param hyperparameters all of them by name, for people
 * @param hasChatTemplate whether the file carries a chat template
 * @param warnings what was assumed or ignored while reading
 */
public record ModelInfo(
        Path file,
        String format,
        String architecture,
        String name,
        long parameters,
        long weightBytes,
        int contextLength,
        int vocabSize,
        Map<String, Object> hyperparameters,
        boolean hasChatTemplate,
        List<String> warnings) {}
