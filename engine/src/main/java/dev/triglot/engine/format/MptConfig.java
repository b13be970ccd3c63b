package dev.triglot.engine.format;

import dev.triglot.engine.model.TensorRole;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** MPT, as transformers and as llm-foundry write it. */
final class MptConfig implements CheckpointArchitecture {
    private static final String ATTENTION = "attn_config.";
    private static final Map<String, TensorRole> NAMES =
            Map.ofEntries(
                    Map.entry("transformer.wte", TensorRole.TOKEN_EMBEDDING),
                    Map.entry("transformer.norm_f", TensorRole.OUTPUT_NORM),
                    Map.entry("lm_head", TensorRole.OUTPUT),
                    Map.entry(".norm_1", TensorRole.ATTENTION_NORM),
                    Map.entry(".attn.Wqkv", TensorRole.ATTENTION_QKV),
                    Map.entry(".attn.q_ln", TensorRole.ATTENTION_Q_NORM),
                    Map.entry(".attn.k_ln", TensorRole.ATTENTION_K_NORM),
                    Map.entry(".attn.out_proj", TensorRole.ATTENTION_OUTPUT),
                    Map.entry(".norm_2", TensorRole.FFN_NORM),
                    Map.entry(".ffn.up_proj", TensorRole.FFN_UP),
                    Map.entry(".ffn.down_proj", TensorRole.FFN_DOWN));

    @Override
    public String label() {
        return "mpt";
    }

    @Override
    public List<String> modelTypes() {
        return List.of("mpt");
    }

    @Override
    public String layerPrefix() {
        return "transformer.blocks.";
    }

    @Override
    public Map<String, TensorRole> names() {
        return NAMES;
    }

    @Override
    public List<String> ignoredSuffixes() {
        return List.of();
    }

    @Override
    public boolean tiedByDefault() {
        return true;
    }

    @Override
    public Map<String, MetadataValue> keys(Metadata config, List<String> warnings) {
        ConfigKeys keys = new ConfigKeys(config);
        refuseVariants(config, keys);
        keys.require("context_length", "max_seq_len");
        int width = keys.require("embedding_length", "d_model");
        keys.require("block_count", "n_layers");
        // In half steps at most: 4, or 2.5.
        keys.whole(
                "feed_forward_length",
                (long) (config.real("expansion_ratio", 0, 1024, 4) * (double) width));
        int heads = keys.require("attention.head_count", "n_heads");
        int keyHeads = keyHeads(config, heads);
        if (keyHeads != heads) {
            keys.whole("attention.head_count_kv", keyHeads);
        }
        keys.real("attention.layer_norm_epsilon", config.real("layer_norm_epsilon", 0, 1, 1e-5f));
        if (config.has(ATTENTION + "clip_qkv")) {
            keys.real(
                    "attention.clamp_kqv",
                    config.real(ATTENTION + "clip_qkv", 0, Float.MAX_VALUE, 0));
        }
        keys.real(
                "attention.max_alibi_bias", config.real(ATTENTION + "alibi_bias_max", 0, 1024, 8));
        return keys.keys();
    }

    private static int keyHeads(Metadata config, int heads) {
        String type = config.text(ATTENTION + "attn_type");
        if ("multiquery_attention".equals(type)) {
            return 1;
        }
        return config.integer(ATTENTION + "kv_n_heads", 1, Integer.MAX_VALUE, heads);
    }

    private static void refuseVariants(Metadata config, ConfigKeys keys) {
        // transformers leaves alibi out where it is true, its default
        keys.requireFlag(
                ATTENTION + "alibi", true, true, "learned or rotary positions cannot be run");
        keys.requireFlag(ATTENTION + "prefix_lm", false, false, "prefix models cannot be run");
        keys.requireAbsent("logit_scale", "scaled logits cannot be run");
        keys.requireText(
                "norm_type", Set.of("low_precision_layernorm", "layernorm", "LPLayerNorm"));
        keys.requireText("ffn_config.ffn_type", Set.of("mptmlp"));
        String scale = ATTENTION + "softmax_scale";
        if (config.has(scale)) {
            int width = config.integer("d_model", 1, Integer.MAX_VALUE);
            int heads = config.integer("n_heads", 1, Integer.MAX_VALUE);
            double usual = 1 / Math.sqrt(Math.max(1, width / heads));
            if (Math.abs(config.real(scale, 0, Float.MAX_VALUE, 0) / usual - 1) > 1e-6) {
                throw config.unsupported(scale, "another scale than the usual cannot be run");
            }
        }
    }
}
