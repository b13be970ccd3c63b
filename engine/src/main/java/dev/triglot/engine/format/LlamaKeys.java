package dev.triglot.engine.format;

import dev.triglot.engine.model.Hyperparameters;
import dev.triglot.engine.model.RopeScaling;
import dev.triglot.engine.model.TensorKey;
import dev.triglot.engine.model.TensorRole;
import java.util.List;

/** LLaMA and its descendants in GGUF. */
final class LlamaKeys implements GgufArchitecture {
    @Override
    public String label() {
        return "llama";
    }

    @Override
    public List<TensorRule> rules() {
        return TensorRules.LLAMA;
    }

    @Override
    public boolean refuses(String tensorName) {
        return tensorName.contains("rope_factors_");
    }

    @Override
    public Hyperparameters read(GgufKeys keys, TensorBinding tensors) {
        if (keys.integer("expert_count", 0, Integer.MAX_VALUE, 0) > 0) {
            throw keys.unsupported(
                    "expert_count", "mixture-of-experts models cannot be run by this version");
        }
        keys.requireFlag("attention.causal", true, "models that see the future are not run");
        keys.requireFlag("use_parallel_residual", false, "llama has sequential residuals");

        int contextLength = keys.contextLength();
        int embeddingLength = keys.embeddingLength();
        int headCount = keys.headCount();
        int keyLength = keys.headLength("attention.key_length", embeddingLength, headCount);
        int ropeDimension = keys.ropeDimension(keyLength);
        RopeScaling scaling =
                RopeKeys.scaling(
                        keys,
                        ropeDimension,
                        contextLength,
                        tensors.find(TensorKey.weight(TensorRole.ROPE_FREQUENCIES, 0)));
        return new Hyperparameters(
                tensors.vocabSize(),
                contextLength,
                embeddingLength,
                keys.blockCount(),
                headCount,
                keys.headCountKv(headCount),
                keyLength,
                keys.headLength("attention.value_length", embeddingLength, headCount),
                keys.feedForwardLength(tensors),
                keys.epsilon("attention.layer_norm_rms_epsilon"),
                ropeDimension,
                RopeKeys.base(keys),
                scaling,
                keys.integer("attention.sliding_window", 0, Integer.MAX_VALUE, 0),
                0,
                0);
    }
}
