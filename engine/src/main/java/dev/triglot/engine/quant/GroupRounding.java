package dev.triglot.engine.quant;

/**
 * The inner loops of encoders whose blocks are 16 groups of 16 elements, each group rounded to
 * integers of -half..half-1 with a scale of its own.
 *
 * <p>Elements are transposed, {@code x[i * 16 + g]} being element i of group g: so groups lie side
 * by side in a vector, and no sum crosses its lanes.
 */
public interface GroupRounding {
    /** Groups of a block, and elements of a group. */
    int SIDE = 16;

    /**
     * Adding it leaves a small number's nearest integer in the lowest bits of the float: its units
     * in the last place are 1.
     */
    float MAGIC = 0x1.8p23f;

    /** The bits of {@link #MAGIC}: those of MAGIC + q are greater by q. */
    int MAGIC_BITS = 0x4B40_0000;

    /** How often the best of the tried scales is improved by rounding anew. */
    int REFINEMENTS = 2;

    /** The loops that run everywhere. */
    GroupRounding SCALAR = new ScalarGroupRounding();

    /**
     * Finds each group's scale by weighted least squares: the element of largest magnitude is tried
     * to become each of the targets, each grid is replaced by the best one for the integers that it
     * gave, and the best of all is refined by rounding anew.
     *
     * @param w the weight of each element's squared error, at least 0
     * @param targets what the largest element is tried as; the one in the middle is what remains
     *     where weights are 0
     * @param scales the result, of either sign; 0 where a group is zero or its scale would be
     */
    void fit(float[] x, float[] w, float[] targets, int half, float[] scales);

    /**
     * Rounds with {@code q = clamp(round(x * inverse), -half, half - 1)} and sums up for each
     * group.
     *
     * @param qq the sums of w q^2
     * @param xq the sums of w x q
     */
    void sum(float[] x, float[] w, float[] inverses, int half, float[] qq, float[] xq);

    /**
     * Rounds as {@link #sum} does.
     *
     * @param codes q + half of each element, transposed as x
     */
    void round(float[] x, float[] inverses, int half, int[] codes);
}
