package dev.triglot.engine.quant;

/** Levels -half..half-1; codes are level + half. */
final class UniformFit extends SignedFit {
    private final int half;

    UniformFit(int half, float... extremes) {
        super(extremes);
        this.half = half;
    }

    @Override
    void sum(float[] x, float[] w, int from, int n, float inverse) {
        int middle = n / 2;
        int top = 2 * half - 1;
        float shift = half + 0.5f;
        float xq1 = 0;
        float qq1 = 0;
        float xq2 = 0;
        float qq2 = 0;
        // Two sums of each kind, since a sum waits for the one before.
        for (int i = from; i < from + middle; i++) {
            float qa = Math.min(Math.max((int) (x[i] * inverse + shift), 0), top) - half;
            float qb = Math.min(Math.max((int) (x[i + middle] * inverse + shift), 0), top) - half;
            float wqa = w[i] * qa;
            float wqb = w[i + middle] * qb;
            xq1 += wqa * x[i];
            xq2 += wqb * x[i + middle];
            qq1 += wqa * qa;
            qq2 += wqb * qb;
        }
        xq = xq1 + xq2;
        qq = qq1 + qq2;
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
