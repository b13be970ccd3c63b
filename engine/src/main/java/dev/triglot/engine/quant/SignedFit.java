package dev.triglot.engine.quant;

/**
 * Finds the scale of a group, {@code x ~ scale * level(q)} with a scale of either sign, by weighted
 * least squares: see {@link AffineFit} for the way.
 */
abstract class SignedFit {
    private static final int REFINEMENTS = 3;

    /** What has been found; 0 for a group of zeros. */
    float scale;

    /** Sums over a rounded group: weight * x * level, and weight * level^2. */
    float xq;

    float qq;

    /** The numbers that the element of largest magnitude is tried to become. */
    private final float[] extremes;

    SignedFit(float... extremes) {
        this.extremes = extremes;
    }

    /** Rounds {@code x * inverse} to levels and sums them up in {@link #xq} and {@link #qq}. */
    abstract void sum(float[] x, float[] w, int from, int n, float inverse);

    /** Writes the codes of {@code x * inverse} and returns the weighted squared error. */
    abstract float round(
            float[] x, float[] w, int from, int n, float scale, float inverse, byte[] codes);

    /** Sets {@link #scale} for n elements; n is even. */
    final void fit(float[] x, float[] w, int from, int n) {
        float extreme = Extremes.ofLargestMagnitude(x, from, n);
        scale = extreme / extremes[extremes.length / 2];
        if (extreme == 0 || !Float.isFinite(extremes[0] / extreme)) {
            return;
        }
        float best = 0;
        for (float target : extremes) {
            sum(x, w, from, n, target / extreme);
            if (qq > 0 && xq * xq > best * qq) {
                best = xq * xq / qq;
                scale = xq / qq;
            }
        }
        for (int i = 0; i < REFINEMENTS && scale != 0; i++) {
            sum(x, w, from, n, 1 / scale);
            if (!(qq > 0 && xq * xq > best * qq)) {
                return;
            }
            best = xq * xq / qq;
            scale = xq / qq;
        }
    }
}
