package dev.triglot.engine.generate;

/**
 * How many tokens to guess at once: more while guesses are right, fewer where they are not, and
 * none for a while where they cost more time than they save.
 *
 * <p>What a guess costs depends on the model, the machine and who guesses, so passes are timed. A
 * pause doubles each time that trying again has not paid.
 */
final class GuessLength {
    /** To begin with: a long guess that is wrong costs as much as several tokens. */
    private static final int FIRST_LENGTH = 2;

    /** Guesses may lose the time of so many tokens before they pause. */
    private static final double LIMIT = 1;

    private static final int FIRST_PAUSE = 16;
    private static final int LONGEST_PAUSE = 256;

    /** What the newest pass counts in the average. */
    private static final double NEWEST = 1.0 / 8;

    /** A pass that took longer was disturbed. */
    private static final double DISTURBED = 2;

    private final int longest;
    private int length;

    /** Nanoseconds of a pass without guesses, on average; 0 before the first. */
    private double plain;

    /**
     * Time that guesses have saved of late, in tokens; not more than {@link #LIMIT} is saved up.
     */
    private double saved;

    /** Tokens for which nothing is guessed. */
    private int pause;

    private int nextPause = FIRST_PAUSE;

    GuessLength(int longest) {
        this.longest = longest;
        this.length = Math.min(longest, FIRST_LENGTH);
    }

    int get() {
        return plain == 0 || pause > 0 ? 0 : length;
    }

    /**
     * Of so many guesses so many were right.
     *
     * @param nanos that guessing and the pass took
     */
    void learn(int guessed, int right, long nanos) {
        if (guessed == 0) {
            pause = Math.max(0, pause - 1);
            double counted = plain == 0 ? nanos : Math.min((double) nanos, DISTURBED * plain);
            plain += (plain == 0 ? 1 : NEWEST) * (counted - plain);
            return;
        }
        length = right == guessed ? Math.min(longest, 2 * length) : Math.max(1, right);
        saved = Math.min(LIMIT, saved + 1 + right - nanos / plain);
        if (saved <= -LIMIT) {
            pause = nextPause;
            nextPause = Math.min(LONGEST_PAUSE, 2 * nextPause);
            saved = -LIMIT;
        } else if (saved > 0) {
            nextPause = FIRST_PAUSE;
        }
    }
}
