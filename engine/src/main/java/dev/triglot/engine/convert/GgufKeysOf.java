package dev.triglot.engine.convert;

import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.format.MetadataValue;
import dev.triglot.engine.model.Hyperparameters;
import dev.triglot.engine.model.ModelDescription;
import dev.triglot.engine.model.RopeScaling;
import dev.triglot.engine.tensor.GgmlType;
import java.util.LinkedHashMap;
import java.util.Map;

/** A description as GGUF's keys, in the order and with the types of llama.cpp's converter. */
final class GgufKeysOf {
    private static final int QUANTIZATION_VERSION = 2;

    private final ModelDescription model;
    private final Map<String, MetadataValue> keys = new LinkedHashMap<>();

    GgufKeysOf(ModelDescription model) {
        this.model = model;
    }

    Map<String, MetadataValue> keys(GgmlType main) {
        Hyperparameters h = model.hyperparameters();
        if (h == null) {
            throw new UnsupportedModelException(
                    model.file() + ": the file has a vocabulary but no weights to convert");
        }
        keys.put("general.architecture", MetadataValue.text(model.architecture()));
        keys.put("general.type", MetadataValue.text("model"));
        keys.put("general.name", MetadataValue.text(model.name()));
        whole("block_count", h.blockCount());
        whole("context_length", h.contextLength());
        whole("embedding_length", h.embeddingLength());
        whole("feed_forward_length", h.feedForwardLength());
        whole("attention.head_count", h.headCount());
        switch (model.architecture()) {
            case "llama" -> llama(h);
            case "gptj" -> gptJ(h);
            case "mpt" -> mpt(h);
            default ->
                    throw new UnsupportedModelException(
                            model.file() + ": " + model.architecture() + " cannot be written");
        }
        keys.put("general.file_type", MetadataValue.uint32(FileType.of(main)));
        keys.put("general.quantization_version", MetadataValue.uint32(QUANTIZATION_VERSION));
        if (model.tokenizer() != null) {
            keys.putAll(new TokenizerKeysOf(model.tokenizer()).keys());
        }
        if (model.chatTemplate() != null) {
            keys.put("tokenizer.chat_template", MetadataValue.text(model.chatTemplate()));
        }
        return keys;
    }

    private void llama(Hyperparameters h) {
        whole("attention.head_count_kv", h.headCountKv());
        rope(h.ropeScaling());
        real("rope.freq_base", h.ropeBase());
        real("attention.layer_norm_rms_epsilon", h.normEpsilon());
        whole("attention.key_length", h.keyLength());
        whole("attention.value_length", h.valueLength());
        if (h.slidingWindow() > 0) {
            whole("attention.sliding_window", h.slidingWindow());
        }
        whole("vocab_size", h.vocabSize());
        whole("rope.dimension_count", h.ropeDimension());
    }

    private void gptJ(Hyperparameters h) {
        put("use_parallel_residual", MetadataValue.flag(true));
        whole("rope.dimension_count", h.ropeDimension());
        rope(h.ropeScaling());
        if (h.ropeBase() != 10_000) {
            real("rope.freq_base", h.ropeBase());
        }
        real("attention.layer_norm_epsilon", h.normEpsilon());
    }

    private void mpt(Hyperparameters h) {
        if (h.headCountKv() != h.headCount()) {
            whole("attention.head_count_kv", h.headCountKv());
        }
        real("attention.layer_norm_epsilon", h.normEpsilon());
        if (h.clampQkv() > 0) {
            real("attention.clamp_kqv", h.clampQkv());
        }
        real("attention.max_alibi_bias", h.alibiMaxBias());
    }

    private void rope(RopeScaling scaling) {
        switch (scaling) {
            // Frequency factors are a tensor.
            case RopeScaling.None none -> {}
            case RopeScaling.FrequencyFactors factors -> {}
            case RopeScaling.Linear linear -> {
                put("rope.scaling.type", MetadataValue.text("linear"));
                real("rope.scaling.factor", linear.factor());
            }
            case RopeScaling.Yarn yarn -> {
                put("rope.scaling.type", MetadataValue.text("yarn"));
                real("rope.scaling.factor", yarn.factor());
                whole("rope.scaling.original_context_length", yarn.originalContext());
                unlessUsual("rope.scaling.yarn_ext_factor", yarn.extrapolationFactor(), 1);
                // Of the two names for it the one that llama.cpp reads, too.
                unlessUsual("rope.scaling.attn_factor", yarn.attentionFactor(), 1);
                unlessUsual("rope.scaling.yarn_beta_fast", yarn.betaFast(), 32);
                unlessUsual("rope.scaling.yarn_beta_slow", yarn.betaSlow(), 1);
            }
        }
    }

    private void unlessUsual(String key, float value, float usual) {
        if (value != usual) {
            real(key, value);
        }
    }

    private void whole(String key, int value) {
        put(key, MetadataValue.uint32(value));
    }

    private void real(String key, float value) {
        put(key, MetadataValue.float32(value));
    }

    private void put(String key, MetadataValue value) {
        keys.put(model.architecture() + "." + key, value);
    }
}
