package dev.triglot.engine.kernel.vector;

import static dev.triglot.engine.kernel.vector.Lanes.F;
import static dev.triglot.engine.kernel.vector.Lanes.FL;

import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/** RMSNorm and LayerNorm of one row. */
final class Normalization {
    private Normalization() {}

    static void rms(
            float[] x, int xOffset, float[] weight, float epsilon, float[] y, int yOffset, int n) {
        float meanSquare = squares(x, xOffset, n, 0) / n;
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
        float variance = squares(x, xOffset, n, mean) / n;
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

    /** The sum of (x - center)^2. */
    private static float squares(float[] x, int offset, int n, float center) {
        FloatVector total = FloatVector.zero(F);
        int end = offset + n;
        int i = offset;
        for (; i <= end - FL; i += FL) {
            FloatVector d = FloatVector.fromArray(F, x, i).sub(center);
            total = d.fma(d, total);
        }
        float rest = 0;
        for (; i < end; i++) {
            float d = x[i] - center;
            rest = Math.fma(d, d, rest);
        }
        return Lanes.sum(total) + rest;
    }
}
