package dev.triglot.engine.format;

import dev.triglot.engine.model.TensorKey;
import dev.triglot.engine.model.TensorRole;
import dev.triglot.engine.tensor.Shape;
import dev.triglot.engine.tensor.Tensor;
import dev.triglot.engine.tensor.TensorData;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * LLaMA 1 to 3 and its descendants. Queries and keys are stored in halves for rotation, and brought
 * to adjacent pairs.
 */
final class LlamaConfig implements CheckpointArchitecture {
    private static final Map<String, TensorRole> NAMES =
            Map.ofEntries(
                    Map.entry("model.embed_tokens", TensorRole.TOKEN_EMBEDDING),
                    Map.entry("model.norm", TensorRole.OUTPUT_NORM),
                    Map.entry("lm_head", TensorRole.OUTPUT),
                    Map.entry(".input_layernorm", TensorRole.ATTENTION_NORM),
                    Map.entry(".self_attn.q_proj", TensorRole.ATTENTION_Q),
                    Map.entry(".self_attn.k_proj", TensorRole.ATTENTION_K),
                    Map.entry(".self_attn.v_proj", TensorRole.ATTENTION_V),
                    Map.entry(".self_attn.o_proj", TensorRole.ATTENTION_OUTPUT),
                    Map.entry(".post_attention_layernorm", TensorRole.FFN_NORM),
                    Map.entry(".mlp.gate_proj", TensorRole.FFN_GATE),
                    Map.entry(".mlp.up_proj", TensorRole.FFN_UP),
                    Map.entry(".mlp.down_proj", TensorRole.FFN_DOWN));

    @Override
    public String label() {
        return "llama";
    }

    @Override
    public List<String> modelTypes() {
        return List.of("llama", "mistral");
    }

    @Override
    public String layerPrefix() {
        return "model.layers.";
    }

    @Override
    public Map<String, TensorRole> names() {
        return NAMES;
    }

    @Override
    public List<String> ignoredSuffixes() {
        return List.of(".rotary_emb.inv_freq");
    }

    @Override
    public boolean tiedByDefault() {
        return false;
    }

    @Override
    public Map<String, MetadataValue> keys(Metadata config, List<String> warnings) {
        ConfigKeys keys = new ConfigKeys(config);
        keys.requireText("hidden_act", Set.of("silu", "swish"));
        keys.requireAbsent("num_local_experts", "mixtures of experts cannot be run");
        keys.require("block_count", "num_hidden_layers");
        keys.require("context_length", "max_position_embeddings");
        keys.require("embedding_length", "hidden_size");
        keys.require("feed_forward_length", "intermediate_size");
        int heads = keys.require("attention.head_count", "num_attention_heads");
        keys.whole(
                "attention.head_count_kv",
                config.integer("num_key_value_heads", 1, Integer.MAX_VALUE, heads));
        keys.real("attention.layer_norm_rms_epsilon", config.real("rms_norm_eps", 0, 1, 1e-6f));
        int headLength = headLength(config);
        if (config.has("head_dim")) {
            keys.whole("attention.key_length", headLength);
            keys.whole("attention.value_length", headLength);
        }
        keys.whole("rope.dimension_count", headLength);
        if (config.has("sliding_window") && config.flag("use_sliding_window", true)) {
            keys.whole(
                    "attention.sliding_window",
                    config.integer("sliding_window", 1, Integer.MAX_VALUE, 0));
        }
        new RopeConfig(config).write(keys, warnings);
        return keys.keys();
    }

    /** The width of a head; even, so that it has halves. */
    private static int headLength(Metadata config) {
        int heads = config.integer("num_attention_heads", 1, Integer.MAX_VALUE);
        int width = config.integer("hidden_size", 1, Integer.MAX_VALUE);
        int length = config.integer("head_dim", 1, Integer.MAX_VALUE, width / heads);
        if (length < 2 || length % 2 != 0) {
            throw config.error(
                    config.has("head_dim") ? "head_dim" : "num_attention_heads",
                    "gives heads of width %d, but rotation needs pairs".formatted(length));
        }
        return length;
    }

    @Override
    public Tensor adapt(TensorKey key, Tensor tensor, Metadata config) {
        boolean rotated =
                key.role() == TensorRole.ATTENTION_Q || key.role() == TensorRole.ATTENTION_K;
        int headLength = rotated ? headLength(config) : 0;
        long rows = key.bias() ? tensor.shape().columns() : tensor.shape().rows();
        if (!rotated || rows % headLength != 0) {
            return tensor; // a wrong shape is refused when it is bound
        }
        TensorData content = new TensorData.HalfSplitHeads(tensor.data(), headLength);
        Shape shape = key.bias() ? new Shape(1, rows) : tensor.shape();
        Tensor adapted =
                new Tensor(tensor.name(), tensor.type(), shape, tensor.fileOffset(), content);
        return key.bias()
                ? new Tensor(
                        tensor.name(),
                        tensor.type(),
                        tensor.shape(),
                        tensor.fileOffset(),
                        adapted.data())
                : adapted;
    }

    @Override
    public @Nullable Tensor ropeFrequencies(Metadata config) {
        return new RopeConfig(config).llama3Factors(headLength(config));
    }
}
