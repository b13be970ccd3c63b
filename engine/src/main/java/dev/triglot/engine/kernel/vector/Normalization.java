package dev.triglot.engine.kernel.vector;

import org.jspecify.annotations.Nullable;

/** RMSNorm and LayerNorm of one row. */
final class Normalization {
    private Normalization() {}

    static void rms(
            float[] x, int xOffset, float[] weight, float epsilon, float[] y, int yOffset, int n) {
        double meanSquare = squares(x, xOffset, n, 0) / n;
        float scale = (float) (1 / Math.sqrt(meanSquare + epsilon));
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = x[xOffset + i] * scale * weight[i];
        }
    }

    static void layer(
            float[] x,
            int xOffset,
            float[] weight,
            float @Nullable [] bias,
            float epsilon,
            float[] y,
            int yOffset,
            int n) {
        float mean = Lanes.sum(x, xOffset, n) / n;
        double variance = squares(x, xOffset, n, mean) / n;
        float scale = (float) (1 / Math.sqrt(variance + epsilon));
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = (x[xOffset + i] - mean) * scale * weight[i];
        }
        if (bias != null) {
            for (int i = 0; i < n; i++) {
                y[yOffset + i] += bias[i];
            }
        }
    }

    /** The sum of (x - center)^2, in four chains of doubles as in {@link Lanes#sum}. */
    private static double squares(float[] x, int offset, int n, double center) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int end = offset + n;
        int i = offset;
        for (; i <= end - 4; i += 4) {
            double d0 = x[i] - center;
            double d1 = x[i + 1] - center;
            double d2 = x[i + 2] - center;
            double d3 = x[i + 3] - center;
            s0 += d0 * d0;
            s1 += d1 * d1;
            s2 += d2 * d2;
            s3 += d3 * d3;
        }
        for (; i < end; i++) {
            double d = x[i] - center;
            s0 += d * d;
        }
        return s0 + s1 + (s2 + s3);
    }
}
