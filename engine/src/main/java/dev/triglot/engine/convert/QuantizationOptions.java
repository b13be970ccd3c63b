package dev.triglot.engine.convert;

import dev.triglot.engine.error.InvalidArgumentException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to quantize.
 *
 * @param type a preset of {@link Quantizer#types()}, in any case
 * @param tensors exceptions of the form {@code PATTERN=TYPE}, where the pattern is a regular
 *     expression found somewhere in a tensor's name; the first that matches wins
 * @param importance an importance matrix's file, or null
 * @param requantize whether matrices that are quantized already may be rounded again
 * @param threads workers, the calling thread included; 0 for the number of physical cores
 */
public record QuantizationOptions(
        String type,
        List<String> tensors,
        @Nullable Path importance,
        boolean requantize,
        int threads) {
    private static final int MAX_THREADS = 1024;

    /**
     * Checks the ranges.
     *
     * @throws InvalidArgumentException if threads is negative or more than 1024
     */
    public QuantizationOptions {
        tensors = List.copyOf(tensors);
        if (threads < 0 || threads > MAX_THREADS) {
            throw new InvalidArgumentException(
                    "threads is " + threads + ": it must be 0 to " + MAX_THREADS);
        }
    }

    /** A preset, with nothing out of the ordinary, on all physical cores. */
    public static QuantizationOptions of(String type) {
        return new QuantizationOptions(type, List.of(), null, false, 0);
    }
}
