package dev.triglot.engine.kernel;

import org.jspecify.annotations.Nullable;

/** Norms of one row, accumulated in double. Semantics: {@link Kernels}. */
final class Normalization {
    private Normalization() {}

    /** Root mean square norm (Zhang and Sennrich 2019). */
    static void rms(
            float[] x, int xOffset, float[] weight, float epsilon, float[] y, int yOffset, int n) {
        double squares = 0;
        for (int i = 0; i < n; i++) {
            squares += (double) x[xOffset + i] * x[xOffset + i];
        }
        float scale = (float) (1 / Math.sqrt(squares / n + epsilon));
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = x[xOffset + i] * scale * weight[i];
        }
    }

    /** Layer norm (Ba et al. 2016). */
    static void layer(
            float[] x,
            int xOffset,
            float[] weight,
            float @Nullable [] bias,
            float epsilon,
            float[] y,
            int yOffset,
            int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += x[xOffset + i];
        }
        double mean = sum / n;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double deviation = x[xOffset + i] - mean;
            squares += deviation * deviation;
        }
        double scale = 1 / Math.sqrt(squares / n + epsilon);
        for (int i = 0; i < n; i++) {
            float normalized = (float) ((x[xOffset + i] - mean) * scale);
            y[yOffset + i] = normalized * weight[i];
        }
        if (bias != null) {
            for (int i = 0; i < n; i++) {
                y[yOffset + i] += bias[i];
            }
        }
    }
}
