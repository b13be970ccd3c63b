package dev.triglot.tests.golden;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How far logits are from those that are expected.
 *
 * @param absolute the largest difference
 * @param largest the largest magnitude that is expected
 */
record Distance(double absolute, double largest) {
    /** Of arrays that must have the same size. */
    static Distance of(float[] actual, double[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        double absolute = 0;
        double largest = 0;
        for (int i = 0; i < actual.length; i++) {
            absolute = Math.max(absolute, Math.abs(actual[i] - expected[i]));
            largest = Math.max(largest, Math.abs(expected[i]));
        }
        return new Distance(absolute, largest);
    }

    static Distance of(float[] actual, float[] expected) {
        double[] wide = new double[expected.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = expected[i];
        }
        return of(actual, wide);
    }

    /** To the largest magnitude. */
    double relative() {
        return absolute / largest;
    }
}
