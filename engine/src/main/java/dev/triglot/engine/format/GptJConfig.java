package dev.triglot.engine.format;

import dev.triglot.engine.model.TensorRole;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** GPT-J. Its rotation is over adjacent pairs already. */
final class GptJConfig implements CheckpointArchitecture {
    private static final Map<String, TensorRole> NAMES =
            Map.ofEntries(
                    Map.entry("transformer.wte", TensorRole.TOKEN_EMBEDDING),
                    Map.entry("transformer.ln_f", TensorRole.OUTPUT_NORM),
                    Map.entry("lm_head", TensorRole.OUTPUT),
                    Map.entry(".ln_1", TensorRole.ATTENTION_NORM),
                    Map.entry(".attn.q_proj", TensorRole.ATTENTION_Q),
                    Map.entry(".attn.k_proj", TensorRole.ATTENTION_K),
                    Map.entry(".attn.v_proj", TensorRole.ATTENTION_V),
                    Map.entry(".attn.out_proj", TensorRole.ATTENTION_OUTPUT),
                    Map.entry(".mlp.fc_in", TensorRole.FFN_UP),
                    Map.entry(".mlp.fc_out", TensorRole.FFN_DOWN));

    @Override
    public String label() {
        return "gptj";
    }

    @Override
    public List<String> modelTypes() {
        return List.of("gptj");
    }

    @Override
    public String layerPrefix() {
        return "transformer.h.";
    }

    @Override
    public Map<String, TensorRole> names() {
        return NAMES;
    }

    @Override
    public List<String> ignoredSuffixes() {
        return List.of(".attn.bias", ".attn.masked_bias");
    }

    @Override
    public boolean tiedByDefault() {
        return false;
    }

    @Override
    public Map<String, MetadataValue> keys(Metadata config, List<String> warnings) {
        ConfigKeys keys = new ConfigKeys(config);
        keys.requireText("activation_function", Set.of("gelu_new"));
        keys.require("context_length", "n_positions");
        int width = keys.require("embedding_length", "n_embd");
        keys.require("block_count", "n_layer");
        keys.whole(
                "feed_forward_length", config.whole("n_inner", 1, Integer.MAX_VALUE, 4L * width));
        keys.put("use_parallel_residual", MetadataValue.flag(true));
        int heads = keys.require("attention.head_count", "n_head");
        keys.whole(
                "rope.dimension_count",
                config.integer("rotary_dim", 1, Integer.MAX_VALUE, Math.max(1, width / heads)));
        keys.real("attention.layer_norm_epsilon", config.real("layer_norm_epsilon", 0, 1, 1e-5f));
        return keys.keys();
    }
}
