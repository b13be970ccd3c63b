package dev.triglot.benchmarks;

/** A benchmark that computes something else measures nothing. */
final class Check {
    /** Activations are rounded to 8 bits with a scale of 32: that costs about 0.5 %. */
    static final double ROUNDED = 0.02;

    /** Sums in float, in another order. */
    static final double FLOATS = 1e-4;

    private Check() {}

    /**
     * Compares with what the reference kernels gave.
     *
     * @param limit of the Euclidean norm of the difference, by that of what is expected
     * @throws IllegalStateException if it is more
     */
    static void close(String what, float[] expected, float[] found, double limit) {
        double difference = 0;
        double size = 0;
        for (int i = 0; i < expected.length; i++) {
            double d = (double) found[i] - expected[i];
            difference += d * d;
            size += (double) expected[i] * expected[i];
        }
        double error = Math.sqrt(difference / size);
        if (!(error <= limit)) {
            throw new IllegalStateException(
                    "%s differs from the reference by %.2g, at most %.2g is right"
                            .formatted(what, error, limit));
        }
    }
}
