package dev.triglot.cli.terminal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A console whose streams are in memory. */
public final class TestConsole {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Console console;

    private TestConsole(String input, Terminals terminals) {
        console =
                new Console(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        out,
                        err,
                        terminals);
    }

    /** Nobody watches, nothing comes in. */
    public static TestConsole silent() {
        return of("", Terminals.NONE);
    }

    public static TestConsole withInput(String input) {
        return of(input, Terminals.NONE);
    }

    public static TestConsole of(String input, Terminals terminals) {
        return new TestConsole(input, terminals);
    }

    public Console console() {
        return console;
    }

    public String out() {
        console.out().flush();
        return out.toString(StandardCharsets.UTF_8);
    }

    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
