package dev.triglot.engine;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is in a model file; made without reading the weights.
 *
 * @param info the summary; hyperparameters are empty for a file that has only a vocabulary, and
 *     what is changed for an adapter
 * @param recognizedBy what in the file tells its format
 * @param metadata the file's own keys with short renderings of their values, in file order
 * @param tokenizer null where the file has no vocabulary
 * @param tensors in file order
 * @param memory what running it takes, or null for an adapter and for a file that has only a
 *     vocabulary
 * @param chatTemplate in Jinja, or null where the file has none
 */
public record ModelInspection(
        ModelInfo info,
        String recognizedBy,
        Map<String, String> metadata,
        @Nullable TokenizerInfo tokenizer,
        List<TensorInfo> tensors,
        @Nullable MemoryEstimate memory,
        @Nullable String chatTemplate) {
    /**
     * One tensor.
     *
     * @param shape innermost dimension first
     * @param offset of the data in its file, in bytes
     */
    public record TensorInfo(String name, String type, long[] shape, long offset, long bytes) {}

    /** The vocabulary; ids are -1 where there is none. */
    public record TokenizerInfo(
            String algorithm,
            String preTokenizer,
            int size,
            int merges,
            int bos,
            int eos,
            boolean addBos,
            boolean addEos) {}
}
