package dev.triglot.engine;

import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.runtime.PhysicalCores;

/**
 * How a model is loaded.
 *
 * @param threads workers for arithmetic, the calling thread included; 0 for the number of physical
 *     cores
 */
public record ModelOptions(int threads) {
    /** As many threads as physical cores. */
    public static final ModelOptions DEFAULT = new ModelOptions(0);

    /** More is no use on any machine of today. */
    static final int MAX_THREADS = 1024;

    public ModelOptions {
        if (threads < 0 || threads > MAX_THREADS) {
            throw new InvalidArgumentException(
                    "threads is " + threads + ": it must be 0 to " + MAX_THREADS);
        }
    }

    /** Workers to be started. */
    int workers() {
        return threads == 0 ? PhysicalCores.count() : threads;
    }

    public ModelOptions withThreads(int count) {
        return new ModelOptions(count);
    }
}
