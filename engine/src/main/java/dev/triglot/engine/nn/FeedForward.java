package dev.triglot.engine.nn;

/** The two-layer perceptron after attention. */
public sealed interface FeedForward {
    /** result = down(activation(up(ws.normed))); [tokens, embedding]. */
    void forward(Workspace ws, float[] result);

    /** SwiGLU (Shazeer 2020, arXiv:2002.05202): down(silu(gate(x)) * up(x)). */
    record Gated(Linear gate, Linear up, Linear down) implements FeedForward {
        @Override
        public void forward(Workspace ws, float[] result) {
            int tokens = ws.normed.tokens();
            int width = gate.weight().rows();
            ws.inner.reset(tokens, width);
            float[] inner = ws.inner.values();
            Linear.forward(ws, ws.normed, gate, inner, up, ws.up);
            ws.rows.siluMultiply(ws.up, inner, width, tokens);
            down.forward(ws, ws.inner, result);
        }
    }

    /**
     * down(gelu(up(x))).
     *
     * @param tanh the tanh approximation of GELU; else the exact form
     */
    record Plain(Linear up, Linear down, boolean tanh) implements FeedForward {
        @Override
        public void forward(Workspace ws, float[] result) {
            int tokens = ws.normed.tokens();
            int width = up.weight().rows();
            ws.inner.reset(tokens, width);
            float[] inner = ws.inner.values();
            up.forward(ws, ws.normed, inner);
            ws.rows.gelu(inner, width, tokens, tanh);
            down.forward(ws, ws.inner, result);
        }
    }
}
