package dev.triglot.engine.model;

import dev.triglot.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is needed to build a model, whatever file it came from: the one meeting point of
 * all formats.
 *
 * @param file the (first) file
 * @param format for people, such as {@code GGUF v3}
 * @param architecture {@code llama}, {@code gptj} or {@code mpt}
 * @param name the model's own name, or the file's
 * @param hyperparameters null only for a file that has no more than a vocabulary
 * @param tokenizer null where the file has no vocabulary
 * @param chatTemplate Jinja source, or null
 * @param tensors by role; tensors that no role asks for are absent here
 * @param warnings what was assumed or ignored while reading
 */
public record ModelDescription(
        Path file,
        String format,
        String architecture,
        String name,
        @Nullable Hyperparameters hyperparameters,
        @Nullable TokenizerSpec tokenizer,
        @Nullable String chatTemplate,
        Map<TensorKey, Tensor> tensors,
        List<String> warnings) {}
