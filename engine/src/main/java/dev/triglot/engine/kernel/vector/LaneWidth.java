package dev.triglot.engine.kernel.vector;

import dev.triglot.engine.error.InvalidArgumentException;

/**
 * The width that {@link Lanes} is initialized with: chosen once per JVM, since C2 needs species to
 * be constants.
 */
final class LaneWidth {
    private static int bits;

    private LaneWidth() {}

    static synchronized void choose(int width) {
        if (bits != 0 && bits != width) {
            throw new InvalidArgumentException(
                    "vectors of %d bits are in use; a JVM computes with one width, not also with %d"
                            .formatted(bits, width));
        }
        bits = width;
    }

    static synchronized int chosen() {
        return bits;
    }
}
