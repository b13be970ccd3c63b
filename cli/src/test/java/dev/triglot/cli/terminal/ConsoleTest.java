package dev.triglot.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConsoleTest {
    private static final Terminals SCREEN = new Terminals(true, true, true, 80, true);

    @Test
    void aTerminalGetsNoControlCharactersOfAModel() {
        TestConsole test = TestConsole.of("", SCREEN);
        test.console().stream("title\u001b]0;x\u0007");
        assertThat(test.out()).isEqualTo("title\\u001b]0;x\\u0007");
    }

    @Test
    void aFileGetsTheTextAsItIs() {
        TestConsole test = TestConsole.silent();
        test.console().stream("a\u001b[1m🙂");
        assertThat(test.out()).isEqualTo("a\u001b[1m🙂");
    }

    @Test
    void notesAreDimOnlyWhereColoursAreWanted() {
        TestConsole coloured = TestConsole.of("", SCREEN);
        TestConsole plain = TestConsole.of("", new Terminals(true, true, true, 80, false));
        coloured.console().note("line");
        plain.console().note("line");
        assertThat(coloured.err()).contains("\u001b[2m");
        assertThat(plain.err()).isEqualTo("line" + System.lineSeparator());
    }
}
