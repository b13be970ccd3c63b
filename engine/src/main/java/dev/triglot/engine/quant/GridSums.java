package dev.triglot.engine.quant;

/**
 * The inner loop of the searches for scales: rounds a group to a grid and sums up what weighted
 * least squares need.
 */
public interface GridSums {
    /** The loop that runs everywhere. */
    GridSums SCALAR = new ScalarGridSums();

    /**
     * With {@code q = clamp(trunc(x * inverse + half), 0, top) - zero} writes the sums of w q, w
     * q^2 and w x q.
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
}
