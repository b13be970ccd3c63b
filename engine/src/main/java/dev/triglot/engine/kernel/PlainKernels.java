package dev.triglot.engine.kernel;

import org.jspecify.annotations.Nullable;

/** What implementations without the Vector API share: everything but the weights. */
abstract sealed class PlainKernels implements Kernels permits ReferenceKernels, ScalarKernels {
    @Override
    public final void rmsNorm(
            float[] x, int xOffset, float[] weight, float epsilon, float[] y, int yOffset, int n) {
        Normalization.rms(x, xOffset, weight, epsilon, y, yOffset, n);
    }

    @Override
    public final void layerNorm(
            float[] x,
            int xOffset,
            float[] weight,
            float @Nullable [] bias,
            float epsilon,
            float[] y,
            int yOffset,
            int n) {
        Normalization.layer(x, xOffset, weight, bias, epsilon, y, yOffset, n);
    }

    @Override
    public final void add(float[] x, int xOffset, float[] y, int yOffset, int n) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] += x[xOffset + i];
        }
    }

    @Override
    public final void clamp(float[] y, int yOffset, int n, float limit) {
        for (int i = yOffset; i < yOffset + n; i++) {
            y[i] = Math.max(-limit, Math.min(limit, y[i]));
        }
    }

    @Override
    public final void siluMultiply(float[] gate, int gateOffset, float[] up, int upOffset, int n) {
        for (int i = 0; i < n; i++) {
            float x = gate[gateOffset + i];
            gate[gateOffset + i] = (float) (x / (1 + Math.exp(-x))) * up[upOffset + i];
        }
    }

    @Override
    public final void gelu(float[] y, int yOffset, int n, boolean tanh) {
        for (int i = yOffset; i < yOffset + n; i++) {
            y[i] = tanh ? Gelu.tanh(y[i]) : Gelu.exact(y[i]);
        }
    }

    @Override
    public final void softmax(float[] x, int offset, int n) {
        Softmax.apply(x, offset, n);
    }

    @Override
    public final void rotate(float[] x, int xOffset, float[] cosSin, int cosSinOffset, int pairs) {
        for (int i = 0; i < 2 * pairs; i += 2) {
            float cos = cosSin[cosSinOffset + i];
            float sin = cosSin[cosSinOffset + i + 1];
            float even = x[xOffset + i];
            float odd = x[xOffset + i + 1];
            x[xOffset + i] = even * cos - odd * sin;
            x[xOffset + i + 1] = even * sin + odd * cos;
        }
    }

    @Override
    public final void attend(
            AttentionTask task,
            int headFrom,
            int headTo,
            int tokenFrom,
            int tokenTo,
            Scratch scratch) {
        CausalAttention.attend(task, headFrom, headTo, tokenFrom, tokenTo, scratch);
    }
}
