package dev.triglot.engine.nn;

import dev.triglot.engine.kernel.WeightMatrix;

/**
 * What an adapter adds to a linear layer: B (A x), of low rank (Hu et al. 2021, arXiv:2106.09685).
 *
 * @param a [rank, in]
 * @param b [out, rank]
 * @param scale multiplies the product
 */
public record LowRank(WeightMatrix a, WeightMatrix b, float scale) {
    public int rank() {
        return a.rows();
    }

    /** The same with its scale multiplied. */
    public LowRank times(float factor) {
        return new LowRank(a, b, scale * factor);
    }
}
