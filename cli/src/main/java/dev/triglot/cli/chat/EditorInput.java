package dev.triglot.cli.chat;

import dev.triglot.cli.io.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.completer.StringsCompleter;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** Lines that a person edits at a terminal, with history across runs. */
final class EditorInput implements LineInput {
    private final Terminal terminal;
    private final LineReader reader;

    /**
     * @param history file of the lines typed so far
     * @param commands completed with Tab
     */
    EditorInput(Path history, List<String> commands) {
        try {
            terminal = TerminalBuilder.builder().system(true).dumb(true).build();
        } catch (IOException e) {
            throw Failure.failed("cannot use the terminal: " + e.getMessage(), e);
        }
        DefaultParser plainText = new DefaultParser().quoteChars(new char[0]);
        plainText.setEscapeChars(new char[0]);
        reader =
                LineReaderBuilder.builder()
                        .terminal(terminal)
                        .parser(plainText)
                        .completer(new StringsCompleter(commands))
                        .variable(LineReader.HISTORY_FILE, history)
                        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                        .option(LineReader.Option.HISTORY_TIMESTAMPED, false)
                        .build();
    }

    @Override
    public @Nullable String readLine(String prompt) throws InterruptedInputException {
        try {
            return reader.readLine(prompt);
        } catch (UserInterruptException e) {
            throw new InterruptedInputException();
        } catch (EndOfFileException e) {
            return null;
        }
    }

    @Override
    public Guard onInterrupt(Runnable stop) {
        var previous = terminal.handle(Terminal.Signal.INT, signal -> stop.run());
        return () -> terminal.handle(Terminal.Signal.INT, previous);
    }

    @Override
    public boolean interactive() {
        return true;
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException e) {
            throw Failure.failed("cannot leave the terminal: " + e.getMessage(), e);
        }
    }
}
