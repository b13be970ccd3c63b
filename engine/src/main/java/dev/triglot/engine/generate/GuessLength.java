package dev.triglot.engine.generate;

/** How many tokens to guess at once: more while guesses are right, fewer where they are not. */
final class GuessLength {
    private final int longest;
    private int length;

    GuessLength(int longest) {
        this.longest = longest;
        this.length = longest;
    }

    int get() {
        return length;
    }

    /** Of so many guesses so many were right. */
    void learn(int guessed, int right) {
        if (guessed > 0) {
            length = right == guessed ? Math.min(longest, 2 * length) : Math.max(1, right);
        }
    }
}
