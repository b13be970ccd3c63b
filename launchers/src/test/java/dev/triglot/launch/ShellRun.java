package dev.triglot.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;

/** A language at a terminal that nobody sits at. */
final class ShellRun implements AutoCloseable {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Terminal terminal;
    final ShellLanguage language;

    ShellRun(Function<Terminal, ShellLanguage> language) {
        try {
            terminal = new DumbTerminal(InputStream.nullInputStream(), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.language = language.apply(terminal);
    }

    /** What an entry prints; it must not end the shell. */
    String evaluate(String text) {
        out.reset();
        assertThat(language.evaluate(text)).as(text).isEmpty();
        terminal.flush();
        return out.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    @Override
    public void close() {
        language.close();
        try {
            terminal.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
