package dev.triglot.engine.quant;

/** The inner loops of encoders: what decides a block's scale, and rounding with a scale. */
public interface Rounding {
    /** The loops that run everywhere. */
    Rounding SCALAR = new ScalarRounding();

    /**
     * Rounds a group to a grid and sums up what weighted least squares need: with {@code q =
     * clamp(trunc(x * inverse + half), 0, top) - zero} the sums of w q, w q^2 and w x q.
     *
     * @param n a multiple of 16
     * @param half what is added before truncation, such as zero + 0.5
     * @param out the three sums
     */
    void sum(
            float[] x,
            float[] w,
            int from,
            int n,
            float inverse,
            float half,
            int top,
            int zero,
            float[] out);

    /**
     * Writes {@code clamp(trunc((x - shift) * inverse + half), 0, top)} of each element.
     *
     * @param n a multiple of 16
     * @param codes from 0 on
     */
    void round(
            float[] x,
            int from,
            int n,
            float shift,
            float inverse,
            float half,
            int top,
            byte[] codes);

    /**
     * The value, with its sign, whose magnitude is largest; the first of equals.
     *
     * @param n a multiple of 16
     */
    float ofLargestMagnitude(float[] x, int from, int n);

    /**
     * The smallest value.
     *
     * @param n a multiple of 16
     */
    float min(float[] x, int from, int n);

    /**
     * The largest value.
     *
     * @param n a multiple of 16
     */
    float max(float[] x, int from, int n);

    /**
     * Rounds each value to the upper 16 of its bits, ties to even; NaN stays NaN.
     *
     * @param n any number
     * @param out from 0 on
     */
    void upperHalves(float[] x, int from, int n, short[] out);

    /** The loops for blocks of 16 groups. */
    GroupRounding groups();
}
