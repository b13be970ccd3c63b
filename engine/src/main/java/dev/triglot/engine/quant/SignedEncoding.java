package dev.triglot.engine.quant;

/**
 * The search behind IQ4_XS: groups of {@code d * scale * level(q)}, where a group's scale is a
 * small signed integer, and d belongs to the block.
 */
abstract class SignedEncoding extends SearchedFormat.Encoding {
    /** What is written: the codes of the block. */
    final byte[] codes;

    /** What is written: the integer scales of the groups, -halfScale..halfScale-1. */
    final int[] scales;

    /** What is written: the scale of scales; exact in f16. */
    float d;

    private final int groups;
    private final int group;
    private final int halfScale;
    private final SignedFit fit;
    private final float[] groupScale;
    private final byte[] trial;

    SignedEncoding(int group, int halfScale, SignedFit fit, Emphasis emphasis) {
        super(256, group, emphasis);
        this.group = group;
        this.groups = 256 / group;
        this.halfScale = halfScale;
        this.fit = fit;
        this.codes = new byte[256];
        this.trial = new byte[256];
        this.scales = new int[groups];
        this.groupScale = new float[groups];
    }

    final void search() {
        for (int g = 0; g < groups; g++) {
            fit.fit(x, w, g * group, group);
            groupScale[g] = fit.scale;
        }
        d = f16(Extremes.ofLargestMagnitude(groupScale, 0, groups) / -halfScale);
        for (int g = 0; g < groups; g++) {
            chooseInteger(g);
        }
        float error = round(codes, d);
        refit(error);
    }

    /** Rounds a group's scale, then once more to what suits the codes that it gives. */
    private void chooseInteger(int g) {
        scales[g] = integer(groupScale[g]);
        if (scales[g] != 0) {
            fit.sum(x, w, g * group, group, 1 / (d * scales[g]));
            if (fit.qq > 0) {
                scales[g] = integer(fit.xq / fit.qq);
            }
        }
    }

    private int integer(float scale) {
        float value = scale * EncodableFormat.reciprocal(d);
        return Math.clamp(Math.round(value), -halfScale, halfScale - 1);
    }

    private float round(byte[] out, float unit) {
        float error = 0;
        for (int g = 0; g < groups; g++) {
            float scale = unit * scales[g];
            float inverse = EncodableFormat.reciprocal(scale);
            error += fit.round(x, w, g * group, group, scale, inverse, out);
        }
        return error;
    }

    /** Solves for the d that suits all codes at once, and keeps it if it is better. */
    private void refit(float before) {
        double xq = 0;
        double qq = 0;
        for (int g = 0; g < groups; g++) {
            if (scales[g] != 0) {
                fit.sum(x, w, g * group, group, 1 / (d * scales[g]));
                xq += (double) scales[g] * fit.xq;
                qq += (double) scales[g] * scales[g] * fit.qq;
            }
        }
        float better = f16((float) (qq > 0 ? xq / qq : 0));
        if (better != 0 && better != d && round(trial, better) < before) {
            d = better;
            System.arraycopy(trial, 0, codes, 0, codes.length);
        }
    }

    private static float f16(float value) {
        return Float.float16ToFloat(Float.floatToFloat16(value));
    }
}
