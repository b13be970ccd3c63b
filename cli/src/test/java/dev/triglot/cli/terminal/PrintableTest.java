package dev.triglot.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void leavesOrdinaryTextAlone() {
        String text = "Grüße, 世界 🙂";
        assertThat(Printable.line(text)).isSameAs(text);
    }

    @Test
    void showsControlCharactersInsteadOfSendingThem() {
        assertThat(Printable.line("a\u001b[2Jb\nc\u009bd")).isEqualTo("a\\u001b[2Jb\\nc\\u009bd");
    }

    @Test
    void keepsLinesAndTabsOfText() {
        assertThat(Printable.text("a\n\tb\u0007")).isEqualTo("a\n\tb\\u0007");
    }
}
