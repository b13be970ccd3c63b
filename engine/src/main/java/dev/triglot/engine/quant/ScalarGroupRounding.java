package dev.triglot.engine.quant;

final class ScalarGroupRounding implements GroupRounding {
    @Override
    public void fit(float[] x, float[] w, float[] targets, int half, float[] scales) {
        float[] sums = new float[2];
        for (int g = 0; g < SIDE; g++) {
            scales[g] = fit(x, w, targets, half, g, sums);
        }
    }

    private static float fit(float[] x, float[] w, float[] targets, int half, int g, float[] sums) {
        float extreme = 0;
        for (int at = g; at < SIDE * SIDE; at += SIDE) {
            extreme = Math.abs(x[at]) > Math.abs(extreme) ? x[at] : extreme;
        }
        float reciprocal = 1 / extreme;
        if (!Float.isFinite(reciprocal)) {
            return 0;
        }
        float scale = extreme / targets[targets.length / 2];
        float best = 0;
        for (int i = 0; i < targets.length + REFINEMENTS; i++) {
            sum(x, w, i < targets.length ? targets[i] * reciprocal : 1 / scale, half, g, sums);
            float qq = sums[0];
            float xq = sums[1];
            if (qq > 0 && xq * xq > best * qq) {
                best = xq * xq / qq;
                scale = xq / qq;
            }
        }
        return scale;
    }

    private static void sum(float[] x, float[] w, float inverse, int half, int g, float[] sums) {
        float qq = 0;
        float xq = 0;
        for (int at = g; at < SIDE * SIDE; at += SIDE) {
            float q = code(x[at] * inverse, half) - half;
            float weighted = w[at] * q;
            qq += weighted * q;
            xq += weighted * x[at];
        }
        sums[0] = qq;
        sums[1] = xq;
    }

    private static int code(float scaled, int half) {
        int bits = Float.floatToRawIntBits(scaled + MAGIC);
        int lowest = MAGIC_BITS - half;
        return Math.min(Math.max(bits, lowest), MAGIC_BITS + half - 1) - lowest;
    }

    @Override
    public void sum(float[] x, float[] w, float[] inverses, int half, float[] qq, float[] xq) {
        float[] sums = new float[2];
        for (int g = 0; g < SIDE; g++) {
            sum(x, w, inverses[g], half, g, sums);
            qq[g] = sums[0];
            xq[g] = sums[1];
        }
    }

    @Override
    public void round(float[] x, float[] inverses, int half, int[] codes) {
        for (int at = 0; at < SIDE * SIDE; at++) {
            codes[at] = code(x[at] * inverses[at % SIDE], half);
        }
    }
}
