package dev.triglot.engine.model;

/** How rotary position embeddings are stretched beyond the trained context. */
public sealed interface RopeScaling {
    /** No scaling. */
    record None() implements RopeScaling {}

    /** Positions divided by {@code factor}. */
    record Linear(float factor) implements RopeScaling {}

    /**
     * YaRN (Peng et al. 2023, arXiv:2309.00071).
     *
     * @param factor context extension
     * @param originalContext the trained context length
     * @param attentionFactor multiplies the cosines and sines, on top of YaRN's own magnitude
     *     correction
     * @param extrapolationFactor mix of extrapolation, usually 1
     * @param betaFast rotations above which a dimension is left alone, usually 32
     * @param betaSlow rotations below which a dimension is interpolated, usually 1
     */
    record Yarn(
            float factor,
            int originalContext,
            float attentionFactor,
            float extrapolationFactor,
            float betaFast,
            float betaSlow)
            implements RopeScaling {}

    /**
     * One divisor per frequency pair, as Llama 3.1 files carry in {@code rope_freqs.weight}; length
     * ropeDimension / 2.
     */
    record FrequencyFactors(float[] factors) implements RopeScaling {}
}
