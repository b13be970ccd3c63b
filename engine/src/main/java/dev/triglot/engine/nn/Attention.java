package dev.triglot.engine.nn;

import org.jspecify.annotations.Nullable;

/**
 * Causal self-attention with grouped key and value heads (Ainslie et al. 2023, arXiv:2305.13245);
 * multi-head attention is the case of as many kv heads as heads.
 *
 * @param q [heads * keyLength, embedding]
 * @param k [kvHeads * keyLength, embedding]
 * @param v [kvHeads * valueLength, embedding]
 * @param output [embedding, heads * valueLength]
 * @param qNorm over all query heads together, or null
 * @param kNorm over all key heads together, or null
 * @param clamp limit of queries, keys and values; 0 for none
 * @param window positions a token sees, itself included; 0 for all
 */
public record Attention(
        int heads,
        int kvHeads,
        int keyLength,
        int valueLength,
        Linear q,
        Linear k,
        Linear v,
        Linear output,
        @Nullable Norm qNorm,
        @Nullable Norm kNorm,
        PositionEncoding position,
        float clamp,
        int window) {
    /**
     * result = output(attention(ws.normed)); [tokens, embedding]. Keys and values join the caches
     * at this layer.
     */
    public void forward(Workspace ws, Batch batch, int layer, float[] result) {
        Linear.forward(ws, ws.normed, q, ws.q, k, ws.k, v, ws.v);
        ws.attention.run(this, batch, layer);
        output.forward(ws, ws.attended, result);
    }
}
