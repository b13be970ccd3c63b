package dev.triglot.engine.quant;

/** Levels -half..half-1; codes are level + half. */
final class UniformFit extends SignedFit {
    private final int half;
    private final Rounding rounding;
    private final float[] found = new float[3];

    UniformFit(int half, Rounding rounding, float... extremes) {
        super(extremes);
        this.half = half;
        this.rounding = rounding;
    }

    @Override
    void sum(float[] x, float[] w, int from, int n, float inverse) {
        rounding.sum(x, w, from, n, inverse, half + 0.5f, 2 * half - 1, half, found);
        qq = found[1];
        xq = found[2];
    }

    @Override
    float round(float[] x, float[] w, int from, int n, float scale, float inverse, byte[] codes) {
        int top = 2 * half - 1;
        float shift = half + 0.5f;
        float error = 0;
        for (int i = from; i < from + n; i++) {
            int code = Math.min(Math.max((int) (x[i] * inverse + shift), 0), top);
            codes[i] = (byte) code;
            float difference = scale * (code - half) - x[i];
            error += w[i] * difference * difference;
        }
        return error;
    }
}
