package dev.triglot.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triglot.cli.terminal.ProgressBar.Unit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressBarTest {
    @Test
    void showsAmountRateAndRemainingTime() {
        assertThat(ProgressBar.render("smollm2", Unit.BYTES, 50_000_000, 100_000_000, 5e6, 120))
                .isEqualTo(
                        "smollm2  [############............]   50 %  50.0 MB of 100.0 MB"
                                + "  5.0 MB/s  ETA 0:10");
    }

    @Test
    void saysNothingOfARateThatIsNotKnownYet() {
        assertThat(ProgressBar.render("windows", Unit.STEPS, 0, 8, 0, 120))
                .isEqualTo("windows  [........................]    0 %  0 of 8");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10, 20, 40, 60, 79, 200})
    void neverExceedsTheTerminalsWidth(int columns) {
        assertThat(ProgressBar.render("a-model", Unit.BYTES, 7, 2_000_000_000L, 1e3, columns))
                .hasSizeLessThanOrEqualTo(columns);
    }

    @Test
    void isSilentWhereNobodyWatches() {
        TestConsole test = TestConsole.silent();
        try (ProgressBar bar = new ProgressBar(test.console(), "job", Unit.STEPS)) {
            bar.update(1, 2);
        }
        assertThat(test.err()).isEmpty();
    }

    @Test
    void wipesItsLineAtTheEnd() {
        TestConsole test = TestConsole.of("", new Terminals(false, false, true, 80, false));
        try (ProgressBar bar = new ProgressBar(test.console(), "job", Unit.STEPS)) {
            bar.update(1, 2);
        }
        assertThat(test.err()).contains("job").endsWith("\r\u001b[K");
    }
}
