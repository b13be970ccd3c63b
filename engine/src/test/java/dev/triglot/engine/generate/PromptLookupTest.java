package dev.triglot.engine.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PromptLookupTest {
    private static PromptLookup of(int... text) {
        PromptLookup lookup = new PromptLookup();
        Arrays.stream(text).forEach(lookup::accept);
        return lookup;
    }

    private static int[] guessed(PromptLookup lookup, int limit) {
        int[] out = new int[16];
        int n = lookup.guess(out, 1, limit);
        return Arrays.copyOfRange(out, 1, 1 + n);
    }

    @Test
    void whatFollowedTheSameTokensIsGuessed() {
        PromptLookup lookup = of(1, 2, 3, 4, 5, 6, 7, 1, 2, 3);
        assertThat(guessed(lookup, 9)).containsExactly(4, 5, 6, 7, 1, 2, 3);
        assertThat(guessed(lookup, 2)).containsExactly(4, 5);
        assertThat(guessed(lookup, 0)).isEmpty();
    }

    @Test
    void theLatestOccurrenceCounts() {
        assertThat(guessed(of(1, 2, 3, 8, 1, 2, 3, 9, 1, 2, 3), 2)).containsExactly(9, 1);
    }

    @Test
    void aRunGuessesItself() {
        assertThat(guessed(of(5, 5, 5, 5, 5), 4)).containsExactly(5);
    }

    @Test
    void nothingIsGuessedWithoutAnOccurrence() {
        assertThat(guessed(of(), 4)).isEmpty();
        assertThat(guessed(of(1, 2), 4)).isEmpty();
        assertThat(guessed(of(1, 2, 3), 4)).isEmpty();
        assertThat(guessed(of(1, 2, 3, 4, 5, 2, 3), 4)).isEmpty();
    }

    @Test
    void longTextsKeepTheirTokens() {
        PromptLookup lookup = new PromptLookup();
        for (int i = 0; i < 5000; i++) {
            lookup.accept(i);
        }
        for (int id : new int[] {4000, 4001, 4002}) {
            lookup.accept(id);
        }
        assertThat(guessed(lookup, 3)).containsExactly(4003, 4004, 4005);
    }
}
