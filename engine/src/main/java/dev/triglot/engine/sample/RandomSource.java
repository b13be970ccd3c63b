package dev.triglot.engine.sample;

/**
 * SplitMix64 (Steele et al. 2014, "Fast splittable pseudorandom number generators"): the same
 * numbers for a seed on every platform and in every version.
 */
final class RandomSource {
    private long state;

    RandomSource(long seed) {
        state = seed;
    }

    /** Uniform in [0, 1), with 53 bits. */
    double next() {
        state += 0x9E3779B97F4A7C15L;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        z ^= z >>> 31;
        return (z >>> 11) * 0x1p-53;
    }
}
