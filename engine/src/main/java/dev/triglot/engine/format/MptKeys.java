package dev.triglot.engine.format;

import dev.triglot.engine.model.Hyperparameters;
import dev.triglot.engine.model.RopeScaling;
import java.util.List;

/** MPT in GGUF. */
final class MptKeys implements GgufArchitecture {
    @Override
    public String label() {
        return "mpt";
    }

    @Override
    public List<TensorRule> rules() {
        return TensorRules.MPT;
    }

    @Override
    public boolean refuses(String tensorName) {
        return tensorName.contains("position_embd")
                || tensorName.contains(".ffn.act")
                || tensorName.contains(".ffn_act");
    }

    @Override
    public Hyperparameters read(GgufKeys keys, TensorBinding tensors) {
        int embeddingLength = keys.embeddingLength();
        int headCount = keys.headCount();
        int headLength = keys.headLength("attention.key_length", embeddingLength, headCount);
        return new Hyperparameters(
                tensors.vocabSize(),
                keys.contextLength(),
                embeddingLength,
                keys.blockCount(),
                headCount,
                keys.headCountKv(headCount),
                headLength,
                headLength,
                keys.feedForwardLength(tensors),
                keys.epsilon("attention.layer_norm_epsilon"),
                0,
                0,
                new RopeScaling.None(),
                0,
                keys.alibiMaxBias(),
                keys.real("attention.clamp_kqv", 0, Float.MAX_VALUE, 0));
    }
}
