package dev.triglot.engine.generate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GuessLengthTest {
    private static final long TOKEN = 1000;

    /** Time of a pass where each guess costs half a token. */
    private static long pass(int guesses) {
        return TOKEN + guesses * TOKEN / 2;
    }

    private static GuessLength afterOneToken(int longest) {
        GuessLength length = new GuessLength(longest);
        assertThat(length.get()).as("nothing to compare with yet").isZero();
        length.learn(0, 0, TOKEN);
        return length;
    }

    @Test
    void lengthFollowsSuccess() {
        GuessLength length = afterOneToken(5);
        assertThat(length.get()).isEqualTo(2);
        length.learn(2, 2, pass(2));
        assertThat(length.get()).isEqualTo(4);
        length.learn(4, 4, pass(4));
        assertThat(length.get()).isEqualTo(5);
        length.learn(5, 3, pass(5));
        assertThat(length.get()).isEqualTo(3);
        length.learn(0, 0, TOKEN);
        assertThat(length.get()).isEqualTo(3);
        length.learn(3, 0, pass(3));
        assertThat(length.get()).isEqualTo(1);
    }

    @Test
    void guessesThatAreNeverRightCostFewTokens() {
        GuessLength length = afterOneToken(6);
        int tokens = 2000;
        long nanos = 0;
        for (int i = 0; i < tokens; i++) {
            int guesses = length.get();
            length.learn(guesses, 0, pass(guesses));
            nanos += pass(guesses);
        }
        assertThat(nanos).isBetween(tokens * TOKEN, (long) (1.01 * tokens * TOKEN));
    }

    @Test
    void guessesThatAreRightAgainAreMadeAgain() {
        GuessLength length = afterOneToken(6);
        while (length.get() > 0) {
            length.learn(length.get(), 0, pass(length.get()));
        }
        int pauses = 0;
        for (int i = 0; i < 40; i++) {
            int guesses = length.get();
            pauses += guesses == 0 ? 1 : 0;
            length.learn(guesses, guesses, pass(guesses));
        }
        assertThat(pauses).isPositive();
        assertThat(length.get()).isEqualTo(6);
    }

    /** As with a draft model that is slower than the model. */
    @Test
    void rightGuessesThatCostTooMuchAreNotMade() {
        GuessLength length = afterOneToken(4);
        for (int i = 0; i < 3; i++) {
            length.learn(length.get(), length.get(), 20 * TOKEN);
        }
        assertThat(length.get()).isZero();
    }

    @Test
    void onePassThatWasDisturbedDoesNotMakeGuessesLookCheap() {
        GuessLength length = afterOneToken(4);
        length.learn(0, 0, 1000 * TOKEN);
        for (int i = 0; i < 3; i++) {
            length.learn(length.get(), 0, 2 * TOKEN);
        }
        assertThat(length.get()).isZero();
    }
}
