package dev.triglot.engine.nn;

/**
 * Attention with linear biases (Press et al. 2021, arXiv:2108.12409).
 *
 * @param slopes one per head
 */
public record Alibi(float[] slopes) implements PositionEncoding {
    /**
     * The geometric slopes of the paper. A head count that is no power of two takes the odd steps
     * of the next larger power first, then the even ones.
     *
     * @param maxBias the largest exponent, 8 in the paper
     */
    public static Alibi of(int heads, float maxBias) {
        int power = Integer.highestOneBit(heads);
        float[] slopes = new float[heads];
        for (int h = 0; h < heads; h++) {
            double exponent =
                    h < power ? (double) (h + 1) / power : (2.0 * (h - power) + 1) / (2.0 * power);
            slopes[h] = (float) Math.pow(2, -maxBias * exponent);
        }
        return new Alibi(slopes);
    }
}
