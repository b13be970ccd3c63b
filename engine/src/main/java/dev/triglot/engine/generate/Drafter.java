package dev.triglot.engine.generate;

/** Guesses how a text goes on. */
public interface Drafter {
    /** Another token of the text. */
    default void accept(int id) {
        // Those that look at the target's tokens need not be told.
    }

    /**
     * Guesses the tokens after out[at - 1], the last one of the text.
     *
     * @param target what has been evaluated: all tokens of the text but the last
     * @param out takes the guesses from {@code at} on
     * @param limit how many at most
     * @return how many
     */
    int guess(Context target, int[] out, int at, int limit);
}
