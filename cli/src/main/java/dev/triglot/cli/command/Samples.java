package dev.triglot.cli.command;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Statistics of a few repeated measurements. */
final class Samples {
    private Samples() {}

    /** Null for no samples. */
    static @Nullable Double median(double[] samples) {
        if (samples.length == 0) {
            return null;
        }
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The sample standard deviation; 0 for fewer than two samples. */
    static double deviation(double[] samples) {
        if (samples.length < 2) {
            return 0;
        }
        double mean = Arrays.stream(samples).average().orElse(0);
        double squares = Arrays.stream(samples).map(x -> (x - mean) * (x - mean)).sum();
        return Math.sqrt(squares / (samples.length - 1));
    }
}
