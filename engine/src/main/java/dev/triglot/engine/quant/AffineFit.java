package dev.triglot.engine.quant;

/**
 * Finds scale and min of a group, {@code x ~ scale * q - min} with q in 0..top, by weighted least
 * squares: candidates round the group to grids of several widths, each grid is replaced by the best
 * one for the quants it gave, and the best of all is refined by rounding anew until nothing
 * improves.
 */
final class AffineFit {
    private static final int REFINEMENTS = 3;

    private final int top;
    private final boolean signedMin;
    private final Rounding rounding;
    private final float[] found = new float[3];

    float scale;
    float min;

    private float[] x = {};
    private float[] w = {};
    private int from;
    private int n;

    private float sumW;
    private float sumX;
    private float sumXx;

    private float solvedScale;
    private float solvedMin;

    /**
     * @param top the largest quant
     * @param signedMin whether min may be negative
     */
    AffineFit(int top, boolean signedMin, Rounding rounding) {
        this.top = top;
        this.signedMin = signedMin;
        this.rounding = rounding;
    }

    /** Sets {@link #scale} and {@link #min} for n elements; n is even. */
    void fit(float[] values, float[] weights, int offset, int count) {
        x = values;
        w = weights;
        from = offset;
        n = count;
        float lowest = x[from];
        float highest = lowest;
        sumW = 0;
        sumX = 0;
        sumXx = 0;
        for (int i = from; i < from + n; i++) {
            lowest = Math.min(lowest, x[i]);
            highest = Math.max(highest, x[i]);
            sumW += w[i];
            sumX += w[i] * x[i];
            sumXx += w[i] * x[i] * x[i];
        }
        if (!signedMin && lowest > 0) {
            lowest = 0;
        }
        float range = highest - lowest;
        scale = range / top;
        min = -lowest;
        if (range > 0 && sumW > 0 && Float.isFinite(top / range)) {
            search(range);
        }
    }

    private void search(float range) {
        float best = Float.POSITIVE_INFINITY;
        float lowest = -min;
        // Wider grids than the range let the ends be clamped; narrower ones leave codes unused.
        float step = top > 3 ? 0.25f : 0.2f;
        for (int k = -4; k <= 3; k++) {
            float inverse = (top + k * step) / range;
            float error = solve(inverse, -lowest * inverse);
            if (error < best) {
                best = error;
                scale = solvedScale;
                min = solvedMin;
            }
        }
        for (int i = 0; i < REFINEMENTS && scale > 0; i++) {
            float inverse = 1 / scale;
            float error = solve(inverse, min * inverse);
            if (!(error < best)) {
                return;
            }
            best = error;
            scale = solvedScale;
            min = solvedMin;
        }
    }

    /**
     * Rounds to {@code q = x * inverse + shift} and solves for the best scale and min of those q.
     *
     * @return the weighted squared error; infinite where there is no solution
     */
    private float solve(float inverse, float shift) {
        rounding.sum(x, w, from, n, inverse, shift + 0.5f, top, 0, found);
        return solve(found[0], found[1], found[2]);
    }

    private float solve(float q, float qq, float xq) {
        float determinant = sumW * qq - q * q;
        if (!(determinant > 0)) {
            return Float.POSITIVE_INFINITY;
        }
        float s = (sumW * xq - sumX * q) / determinant;
        float m = (s * q - sumX) / sumW;
        if (m < 0 && !signedMin) {
            m = 0;
            s = xq / qq;
        }
        solvedScale = s;
        solvedMin = m;
        return sumXx - 2 * s * xq + 2 * m * sumX + s * s * qq - 2 * s * m * q + m * m * sumW;
    }

    /** Writes the quants of a grid and returns the weighted squared error. */
    float round(
            float[] values, float[] weights, int offset, int count, float s, float m, byte[] out) {
        float inverse = EncodableFormat.reciprocal(s);
        float half = m * inverse + 0.5f;
        float error = 0;
        for (int i = offset; i < offset + count; i++) {
            int q = Math.min(Math.max((int) (values[i] * inverse + half), 0), top);
            out[i] = (byte) q;
            float difference = s * q - m - values[i];
            error += weights[i] * difference * difference;
        }
        return error;
    }

    /** The best min for a given scale, starting from a guess: {@code sum w (s q - x) / sum w}. */
    float minFor(float[] values, float[] weights, int offset, int count, float s, float guess) {
        float inverse = EncodableFormat.reciprocal(s);
        float half = guess * inverse + 0.5f;
        float sum = 0;
        float sumOfWeights = 0;
        for (int i = offset; i < offset + count; i++) {
            int q = Math.min(Math.max((int) (values[i] * inverse + half), 0), top);
            sum += weights[i] * (s * q - values[i]);
            sumOfWeights += weights[i];
        }
        return sumOfWeights > 0 ? sum / sumOfWeights : guess;
    }
}
