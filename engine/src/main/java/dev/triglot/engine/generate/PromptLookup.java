package dev.triglot.engine.generate;

import java.util.Arrays;

/**
 * Guesses how a text goes on from what stands in it already: where the last tokens occurred before,
 * what followed them may follow again (prompt lookup decoding, Saxena 2023). Guesses cost nothing
 * but their evaluation, which is cheap for few tokens at once; the sampler decides about each.
 */
final class PromptLookup implements Drafter {
    /** Tokens that have to agree: fewer guess more often, and wrongly. */
    private static final int GRAM = 3;

    private static final int BUCKETS = 1 << 14;
    private static final int MULTIPLIER = 0x9E3779B1;

    private int[] history = new int[1024];
    private int size;

    /** By hash of the gram, the position after its latest occurrence; 0 for none. */
    private final int[] after = new int[BUCKETS];

    @Override
    public void accept(int id) {
        // Those that end before this token: the gram at the end is not its own occurrence.
        if (size >= GRAM) {
            after[bucket(size)] = size;
        }
        if (size == history.length) {
            history = Arrays.copyOf(history, 2 * size);
        }
        history[size++] = id;
    }

    @Override
    public int guess(Context target, int[] out, int at, int limit) {
        return guess(out, at, limit);
    }

    int guess(int[] out, int at, int limit) {
        if (size < GRAM) {
            return 0;
        }
        int from = after[bucket(size)];
        if (from == 0 || !sameGram(from)) {
            return 0;
        }
        int n = Math.min(limit, size - from);
        System.arraycopy(history, from, out, at, Math.max(0, n));
        return Math.max(0, n);
    }

    private boolean sameGram(int end) {
        return Arrays.equals(history, end - GRAM, end, history, size - GRAM, size);
    }

    /** The bucket of the gram before a position. */
    private int bucket(int end) {
        int hash = 0;
        for (int i = end - GRAM; i < end; i++) {
            hash = (hash ^ history[i]) * MULTIPLIER;
        }
        return hash >>> (Integer.SIZE - 14);
    }
}
