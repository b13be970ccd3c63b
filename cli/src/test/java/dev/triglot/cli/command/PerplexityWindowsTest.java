package dev.triglot.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PerplexityWindowsTest {
    private static final int[] TEXT = {10, 11, 12, 13, 14};

    @Test
    void cutsIntoWindowsOfWhichTheLastMayBeShorter() {
        assertThat(PerplexityCommand.cut(TEXT, 2, -1))
                .isDeepEqualTo(new int[][] {{10, 11}, {12, 13}, {14}});
    }

    @Test
    void bosBeginsEveryWindowAndCounts() {
        assertThat(PerplexityCommand.cut(TEXT, 3, 1))
                .isDeepEqualTo(new int[][] {{1, 10, 11}, {1, 12, 13}, {1, 14}});
    }

    @Test
    void aShortTextIsOneWindow() {
        assertThat(PerplexityCommand.cut(TEXT, 512, -1)).isDeepEqualTo(new int[][] {TEXT});
        assertThat(PerplexityCommand.cut(new int[0], 512, -1)).isEmpty();
    }
}
