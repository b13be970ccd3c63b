package dev.triglot.engine.model;

/**
 * What a tensor is for. One name per role, whatever dialect the file speaks; the values are GGUF's
 * own names.
 */
public enum TensorRole {
    TOKEN_EMBEDDING("token_embd"),
    OUTPUT_NORM("output_norm"),
    OUTPUT("output"),
    ROPE_FREQUENCIES("rope_freqs"),
    ATTENTION_NORM("blk.%d.attn_norm"),
    ATTENTION_Q("blk.%d.attn_q"),
    ATTENTION_K("blk.%d.attn_k"),
    ATTENTION_V("blk.%d.attn_v"),
    ATTENTION_QKV("blk.%d.attn_qkv"),
    ATTENTION_Q_NORM("blk.%d.attn_q_norm"),
    ATTENTION_K_NORM("blk.%d.attn_k_norm"),
    ATTENTION_OUTPUT("blk.%d.attn_output"),
    FFN_NORM("blk.%d.ffn_norm"),
    FFN_GATE("blk.%d.ffn_gate"),
    FFN_UP("blk.%d.ffn_up"),
    FFN_DOWN("blk.%d.ffn_down");

    private final String pattern;

    TensorRole(String pattern) {
        this.pattern = pattern;
    }

    public boolean perLayer() {
        return pattern.contains("%d");
    }

    /** GGUF's name without the suffix {@code .weight} or {@code .bias}. */
    public String ggufName(int layer) {
        return perLayer() ? pattern.replace("%d", Integer.toString(layer)) : pattern;
    }
}
