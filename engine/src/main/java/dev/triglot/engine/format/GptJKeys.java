package dev.triglot.engine.format;

import dev.triglot.engine.model.Hyperparameters;
import java.util.List;

/** GPT-J in GGUF, as GPT4All wrote it. */
final class GptJKeys implements GgufArchitecture {
    @Override
    public String label() {
        return "gptj";
    }

    @Override
    public List<TensorRule> rules() {
        return TensorRules.GPTJ;
    }

    @Override
    public Hyperparameters read(GgufKeys keys, TensorBinding tensors) {
        keys.requireFlag("use_parallel_residual", true, "GPT-J has parallel residuals");

        int contextLength = keys.contextLength();
        int embeddingLength = keys.embeddingLength();
        int headCount = keys.headCount();
        int headLength = keys.headLength("attention.key_length", embeddingLength, headCount);
        if (!keys.has("rope.dimension_count")) {
            throw keys.error(
                    "rope.dimension_count", "is missing: GPT-J rotates a part of each head");
        }
        int ropeDimension = keys.ropeDimension(headLength);
        return new Hyperparameters(
                tensors.vocabSize(),
                contextLength,
                embeddingLength,
                keys.blockCount(),
                headCount,
                keys.headCountKv(headCount),
                headLength,
                headLength,
                keys.feedForwardLength(tensors),
                keys.epsilon("attention.layer_norm_epsilon"),
                ropeDimension,
                RopeKeys.base(keys),
                RopeKeys.scaling(keys, ropeDimension, contextLength, null),
                0,
                0,
                0);
    }
}
