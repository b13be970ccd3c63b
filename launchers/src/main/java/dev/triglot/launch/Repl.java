package dev.triglot.launch;

import dev.triglot.notebook.kernel.Languages;
import dev.triglot.notebook.language.Cell;
import dev.triglot.notebook.language.CellFailure;
import dev.triglot.notebook.language.CellLanguage;
import dev.triglot.notebook.language.SharedVariables;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** Lines that a person types, evaluated as they come; with history and completion. */
final class Repl implements AutoCloseable {
    private final Terminal terminal;
    private final LineReader reader;
    private final Languages languages;
    private final SharedVariables variables = new SharedVariables();
    private final boolean several;
    private final AtomicReference<@Nullable CellLanguage> language = new AtomicReference<>();
    private int count;

    private Repl(String history, boolean several) throws IOException {
        this.several = several;
        terminal = TerminalBuilder.builder().system(true).dumb(true).build();
        reader =
                LineReaderBuilder.builder()
                        .terminal(terminal)
                        .parser(new LineParser(this::current))
                        .completer(new CodeCompleter(this::current))
                        .variable(LineReader.HISTORY_FILE, historyFile(history))
                        .variable(LineReader.SECONDARY_PROMPT_PATTERN, "... ")
                        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                        .option(LineReader.Option.HISTORY_TIMESTAMPED, false)
                        .build();
        languages = new Languages(new ReplOutput(reader));
        language.set(languages.get("python"));
    }

    /** Python lines. */
    static int python() throws IOException {
        try (Repl repl = new Repl("python", false)) {
            return repl.run("Python on Triglot; exit with Ctrl-D");
        }
    }

    /** Python, JavaScript and Java lines over one set of variables. */
    static int polyglot() throws IOException {
        try (Repl repl = new Repl("polyglot", true)) {
            return repl.run(
                    "Python, JavaScript and Java over one set of variables. Switch with %%js,"
                            + " %%java and %%python; exit with Ctrl-D");
        }
    }

    private static Path historyFile(String name) {
        return Path.of(System.getProperty("user.home", "."), ".triglot_history_" + name);
    }

    private CellLanguage current() {
        CellLanguage own = language.get();
        if (own == null) {
            throw new IllegalStateException("no language yet");
        }
        return own;
    }

    private int run(String greeting) {
        PrintWriter out = terminal.writer();
        out.println(greeting);
        terminal.handle(Terminal.Signal.INT, signal -> languages.interrupt());
        while (true) {
            try {
                String line = reader.readLine(prompt());
                if (!line.isBlank()) {
                    evaluate(line);
                }
            } catch (UserInterruptException e) {
                out.println("KeyboardInterrupt");
            } catch (EndOfFileException e) {
                return 0;
            } catch (CellFailure e) {
                if (e.name().equals("SystemExit")) {
                    return e.message().matches("\\d{1,3}") ? Integer.parseInt(e.message()) : 0;
                }
                e.traceback().forEach(out::println);
            }
            out.flush();
        }
    }

    private String prompt() {
        return several ? current().name() + "> " : ">>> ";
    }

    private void evaluate(String line) {
        count++;
        Cell cell = Cell.of(line, count, true);
        if (line.stripLeading().startsWith("%%")) {
            language.set(languages.get(cell.language()));
            if (cell.code().isBlank()) {
                return;
            }
        }
        CellLanguage own = current();
        variables.give(own);
        languages.running(own);
        try {
            own.execute(cell);
        } finally {
            languages.running(null);
            variables.take(own);
        }
    }

    @Override
    public void close() throws IOException {
        languages.close();
        terminal.close();
    }
}
