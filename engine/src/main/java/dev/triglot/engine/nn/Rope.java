package dev.triglot.engine.nn;

import dev.triglot.engine.model.RopeScaling;

/**
 * Rotary position embedding (Su et al. 2021, arXiv:2104.09864) of the leading dimensions of a head,
 * interleaved pairs.
 */
public final class Rope implements PositionEncoding {
    private final double[] frequencies;
    private final double magnitude;

    private Rope(double[] frequencies, double magnitude) {
        this.frequencies = frequencies;
        this.magnitude = magnitude;
    }

    /**
     * The rotation of one kind of head.
     *
     * @param dimension rotated dimensions, even
     * @param base of the frequencies, 10000 in the paper
     */
    public static Rope of(int dimension, float base, RopeScaling scaling) {
        int pairs = dimension / 2;
        double[] frequencies = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            frequencies[i] = Math.pow(base, -2.0 * i / dimension);
        }
        return switch (scaling) {
            case RopeScaling.None() -> new Rope(frequencies, 1);
            case RopeScaling.Linear(float factor) -> new Rope(divide(frequencies, factor), 1);
            case RopeScaling.FrequencyFactors(float[] factors) -> {
                for (int i = 0; i < pairs; i++) {
                    frequencies[i] /= factors[i];
                }
                yield new Rope(frequencies, 1);
            }
            case RopeScaling.Yarn yarn -> yarn(frequencies, base, dimension, yarn);
        };
    }

    private static double[] divide(double[] frequencies, double factor) {
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] /= factor;
        }
        return frequencies;
    }

    /**
     * Interpolates slow dimensions, leaves fast ones, blends between (YaRN, sections 3.2 and 3.4).
     */
    private static Rope yarn(
            double[] frequencies, double base, int dimension, RopeScaling.Yarn yarn) {
        double low =
                Math.max(0, Math.floor(pairWithRotations(yarn.betaFast(), base, dimension, yarn)));
        double high =
                Math.min(
                        dimension - 1.0,
                        Math.ceil(pairWithRotations(yarn.betaSlow(), base, dimension, yarn)));
        for (int i = 0; i < frequencies.length; i++) {
            double ramp = Math.clamp((i - low) / Math.max(0.001, high - low), 0, 1);
            double extrapolated = (1 - ramp) * yarn.extrapolationFactor();
            double interpolated = frequencies[i] / yarn.factor();
            frequencies[i] = interpolated * (1 - extrapolated) + frequencies[i] * extrapolated;
        }
        double magnitude = yarn.attentionFactor();
        if (yarn.extrapolationFactor() != 0 && yarn.factor() > 1) {
            magnitude *= 1 + 0.1 * Math.log(yarn.factor());
        }
        return new Rope(frequencies, magnitude);
    }

    /** The (fractional) pair that turns this often over the trained context. */
    private static double pairWithRotations(
            double rotations, double base, int dimension, RopeScaling.Yarn yarn) {
        return dimension
                * Math.log(yarn.originalContext() / (rotations * 2 * Math.PI))
                / (2 * Math.log(base));
    }

    /** Dimensions that are rotated. */
    public int dimension() {
        return 2 * frequencies.length;
    }

    /**
     * Writes cosine and sine of every pair at a position, interleaved: {@link #dimension} floats.
     */
    void cosSin(int position, float[] out, int offset) {
        for (int i = 0; i < frequencies.length; i++) {
            double angle = position * frequencies[i];
            out[offset + 2 * i] = (float) (Math.cos(angle) * magnitude);
            out[offset + 2 * i + 1] = (float) (Math.sin(angle) * magnitude);
        }
    }
}
