package dev.triglot.engine.quant;

/**
 * The search behind Q2_K, Q4_K and Q5_K: groups of {@code d * scale * q - dmin * min}, where scale
 * and min of a group are small integers, and d and dmin belong to the block.
 */
abstract class AffineEncoding extends SearchedFormat.Encoding {
    /** What is written: the quants of the block. */
    final byte[] quants;

    /** What is written: the integer scales and mins of the groups. */
    final int[] scales;

    final int[] mins;

    /** What is written: the scales of scales and mins; exact in f16. */
    float d;

    float dmin;

    private final int groups;
    private final int group;
    private final int topScale;
    private final AffineFit fit;
    private final float[] groupScale;
    private final float[] groupMin;
    private final byte[] trial;

    /**
     * @param top the largest quant
     * @param topScale the largest integer scale
     */
    AffineEncoding(int group, int top, int topScale, Emphasis emphasis, Rounding rounding) {
        super(256, group, emphasis);
        this.group = group;
        this.groups = 256 / group;
        this.topScale = topScale;
        this.fit = new AffineFit(top, false, rounding);
        this.quants = new byte[256];
        this.trial = new byte[256];
        this.scales = new int[groups];
        this.mins = new int[groups];
        this.groupScale = new float[groups];
        this.groupMin = new float[groups];
    }

    final void search() {
        float largestScale = 0;
        float largestMin = 0;
        for (int g = 0; g < groups; g++) {
            fit.fit(x, w, g * group, group);
            groupScale[g] = fit.scale;
            groupMin[g] = fit.min;
            largestScale = Math.max(largestScale, fit.scale);
            largestMin = Math.max(largestMin, fit.min);
        }
        d = f16(largestScale / topScale);
        dmin = f16(largestMin / topScale);
        for (int g = 0; g < groups; g++) {
            chooseIntegers(g);
        }
        double error = round(quants, d, dmin);
        refit(error);
    }

    /** Rounds a group's scale, and then its min to what suits that scale. */
    private void chooseIntegers(int g) {
        scales[g] = code(groupScale[g], d);
        float scale = d * scales[g];
        float min = groupMin[g];
        if (scales[g] > 0) {
            min = fit.minFor(x, w, g * group, group, scale, min);
        }
        mins[g] = code(min, dmin);
    }

    private int code(float value, float unit) {
        return Math.clamp((int) (value * EncodableFormat.reciprocal(unit) + 0.5f), 0, topScale);
    }

    /** Quants for the integers that are set; returns the weighted squared error. */
    private double round(byte[] out, float unit, float minUnit) {
        double error = 0;
        for (int g = 0; g < groups; g++) {
            float scale = unit * scales[g];
            error += fit.round(x, w, g * group, group, scale, minUnit * mins[g], out);
        }
        return error;
    }

    /**
     * Solves for the d and dmin that suit all quants at once, and keeps them if they are better.
     */
    private void refit(double before) {
        double aa = 0;
        double ab = 0;
        double bb = 0;
        double xa = 0;
        double xb = 0;
        for (int g = 0; g < groups; g++) {
            float wqq = 0;
            float wq = 0;
            float sumW = 0;
            float xq = 0;
            float sumX = 0;
            for (int i = g * group; i < (g + 1) * group; i++) {
                float q = quants[i];
                wqq += w[i] * q * q;
                wq += w[i] * q;
                sumW += w[i];
                xq += w[i] * x[i] * q;
                sumX += w[i] * x[i];
            }
            double s = scales[g];
            double m = mins[g];
            aa += s * s * wqq;
            ab += s * m * wq;
            bb += m * m * sumW;
            xa += s * xq;
            xb += m * sumX;
        }
        double determinant = aa * bb - ab * ab;
        float betterD = f16((float) (aa > 0 ? xa / aa : 0));
        float betterMin = 0;
        if (determinant > 1e-9 * aa * bb) {
            betterD = f16((float) ((xa * bb - xb * ab) / determinant));
            betterMin = f16((float) ((xa * ab - xb * aa) / determinant));
        }
        if (betterD > 0 && betterMin >= 0 && round(trial, betterD, betterMin) < before) {
            d = betterD;
            dmin = betterMin;
            System.arraycopy(trial, 0, quants, 0, quants.length);
        }
    }

    private static float f16(float value) {
        return Float.float16ToFloat(Float.floatToFloat16(value));
    }
}
