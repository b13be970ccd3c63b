package dev.triglot.engine.format;

import dev.triglot.engine.model.TensorRole;
import java.util.Map;

/** The names of tensors in files from before GGUF: those of the checkpoints. */
final class LegacyNames {
    /** As Meta named them. */
    static final TensorNames LLAMA =
            new TensorNames(
                    "layers.",
                    Map.ofEntries(
                            Map.entry("tok_embeddings", TensorRole.TOKEN_EMBEDDING),
                            Map.entry("norm", TensorRole.OUTPUT_NORM),
                            Map.entry("output", TensorRole.OUTPUT),
                            Map.entry("layers.0.attention_norm", TensorRole.ATTENTION_NORM),
                            Map.entry("layers.0.attention.wq", TensorRole.ATTENTION_Q),
                            Map.entry("layers.0.attention.wk", TensorRole.ATTENTION_K),
                            Map.entry("layers.0.attention.wv", TensorRole.ATTENTION_V),
                            Map.entry("layers.0.attention.wo", TensorRole.ATTENTION_OUTPUT),
                            Map.entry("layers.0.ffn_norm", TensorRole.FFN_NORM),
                            Map.entry("layers.0.feed_forward.w1", TensorRole.FFN_GATE),
                            Map.entry("layers.0.feed_forward.w2", TensorRole.FFN_DOWN),
                            Map.entry("layers.0.feed_forward.w3", TensorRole.FFN_UP)));

    /** As Hugging Face names them. */
    static final TensorNames GPTJ =
            new TensorNames(
                    "transformer.h.",
                    Map.of(
                            "transformer.wte", TensorRole.TOKEN_EMBEDDING,
                            "transformer.ln_f", TensorRole.OUTPUT_NORM,
                            "lm_head", TensorRole.OUTPUT,
                            "transformer.h.0.ln_1", TensorRole.ATTENTION_NORM,
                            "transformer.h.0.attn.q_proj", TensorRole.ATTENTION_Q,
                            "transformer.h.0.attn.k_proj", TensorRole.ATTENTION_K,
                            "transformer.h.0.attn.v_proj", TensorRole.ATTENTION_V,
                            "transformer.h.0.attn.out_proj", TensorRole.ATTENTION_OUTPUT,
                            "transformer.h.0.mlp.fc_in", TensorRole.FFN_UP,
                            "transformer.h.0.mlp.fc_out", TensorRole.FFN_DOWN));

    /** As MosaicML named them. */
    static final TensorNames MPT =
            new TensorNames(
                    "transformer.blocks.",
                    Map.of(
                            "transformer.wte", TensorRole.TOKEN_EMBEDDING,
                            "transformer.norm_f", TensorRole.OUTPUT_NORM,
                            "lm_head", TensorRole.OUTPUT,
                            "transformer.blocks.0.norm_1", TensorRole.ATTENTION_NORM,
                            "transformer.blocks.0.attn.Wqkv", TensorRole.ATTENTION_QKV,
                            "transformer.blocks.0.attn.out_proj", TensorRole.ATTENTION_OUTPUT,
                            "transformer.blocks.0.norm_2", TensorRole.FFN_NORM,
                            "transformer.blocks.0.ffn.up_proj", TensorRole.FFN_UP,
                            "transformer.blocks.0.ffn.down_proj", TensorRole.FFN_DOWN));

    private LegacyNames() {}
}
