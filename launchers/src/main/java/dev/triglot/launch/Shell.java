package dev.triglot.launch;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.Signals;

/** Lines that a person types, evaluated as they come; with history and completion. */
final class Shell {
    private static final String SIGINT = "INT";
    private static final String INDENT = "    ";

    private final ShellLanguage language;
    private final Terminal terminal;
    private final LineReader reader;

    private Shell(ShellLanguage language, Terminal terminal) {
        this.language = language;
        this.terminal = terminal;
        reader =
                LineReaderBuilder.builder()
                        .terminal(terminal)
                        .parser(new ShellParser(language))
                        .completer(this::complete)
                        .variable(LineReader.HISTORY_FILE, historyFile(language.name()))
                        .variable(LineReader.SECONDARY_PROMPT_PATTERN, "... ")
                        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                        .option(LineReader.Option.HISTORY_TIMESTAMPED, false)
                        .build();
    }

    /**
     * Reads and evaluates until the end.
     *
     * @param language makes the language, which prints to the terminal and reads from it
     * @return the exit code
     */
    static int run(Function<Terminal, ShellLanguage> language) throws IOException {
        // Without signals of its own: the language handles them while it works.
        TerminalBuilder builder = TerminalBuilder.builder().system(true).nativeSignals(false);
        try (Terminal terminal = builder.build();
                ShellLanguage spoken = language.apply(terminal)) {
            int exitCode = new Shell(spoken, terminal).loop();
            return spoken.end(exitCode);
        }
    }

    private static Path historyFile(String name) {
        return Path.of(System.getProperty("user.home", "."), ".triglot_history_" + name);
    }

    private int loop() {
        PrintWriter out = terminal.writer();
        out.println(language.greeting());
        while (true) {
            try {
                out.flush();
                String text = read();
                if (!text.isBlank()) {
                    OptionalInt exitCode = language.evaluate(text);
                    if (exitCode.isPresent()) {
                        return exitCode.getAsInt();
                    }
                }
            } catch (UserInterruptException e) {
                out.println(language.interrupted());
            } catch (EndOfFileException e) {
                return 0;
            }
        }
    }

    /** While a line is typed, Ctrl-C concerns the line; otherwise it is the language's. */
    private String read() {
        Object languages = Signals.register(SIGINT, () -> terminal.raise(Terminal.Signal.INT));
        try {
            return reader.readLine(language.prompt());
        } finally {
            Signals.unregister(SIGINT, languages);
        }
    }

    private void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        String before = line.line().substring(0, line.cursor());
        String word = line.word();
        if (before.substring(before.lastIndexOf('\n') + 1).isBlank()) {
            candidates.add(candidate(INDENT));
            return;
        }
        language.complete(before, word).forEach(match -> candidates.add(candidate(match)));
    }

    private static Candidate candidate(String text) {
        return new Candidate(text, text, null, null, null, null, false);
    }
}
