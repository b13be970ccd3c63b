package dev.triglot.launch;

import dev.triglot.notebook.kernel.Languages;
import dev.triglot.notebook.language.Cell;
import dev.triglot.notebook.language.CellFailure;
import dev.triglot.notebook.language.CellLanguage;
import dev.triglot.notebook.language.SharedVariables;
import java.io.PrintWriter;
import java.util.List;
import java.util.OptionalInt;
import org.jline.terminal.Terminal;

/**
 * The languages of notebooks at a terminal. A line {@code %%js} changes the language until the next
 * such line.
 */
final class PolyglotShell implements ShellLanguage {
    private static final String SWITCH = "%%";

    private final PrintWriter out;
    private final Languages languages;
    private final SharedVariables variables = new SharedVariables();
    private CellLanguage current;
    private int count;

    PolyglotShell(Terminal terminal) {
        out = terminal.writer();
        languages = new Languages(new ShellOutput(terminal));
        current = languages.get("python");
    }

    @Override
    public String name() {
        return "polyglot";
    }

    @Override
    public String greeting() {
        return "Python, JavaScript and Java over one set of variables."
                + " Change with %%js, %%java and %%python; leave with Ctrl-D.";
    }

    @Override
    public String prompt() {
        return current.name() + "> ";
    }

    @Override
    public String interrupted() {
        return "KeyboardInterrupt";
    }

    @Override
    public boolean isIncomplete(String text) {
        return !text.startsWith(SWITCH)
                && current.completeness(text).status() == CellLanguage.Status.INCOMPLETE;
    }

    /** The language may replace more or less than the word: {@code b} of {@code a.b}. */
    @Override
    public List<String> complete(String text, String word) {
        CellLanguage.Completions found = current.complete(text, text.length());
        int wordStart = text.length() - word.length();
        int kept = found.start() - wordStart;
        if (kept < 0 || kept > word.length()) {
            return List.of();
        }
        String before = word.substring(0, kept);
        return found.matches().stream().map(match -> before + match).toList();
    }

    @Override
    public OptionalInt evaluate(String text) {
        try {
            Cell cell = Cell.of(text, ++count, true);
            if (text.startsWith(SWITCH)) {
                current = languages.get(cell.language());
            }
            if (!cell.code().isBlank()) {
                execute(cell);
            }
        } catch (CellFailure e) {
            if (e.name().equals("SystemExit")) {
                return OptionalInt.of(exitCode(e.message()));
            }
            e.traceback().forEach(out::println);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // An error of ours ends the line only.
            out.println("internal error: " + e);
        }
        return OptionalInt.empty();
    }

    private void execute(Cell cell) {
        variables.give(current);
        languages.running(current);
        try {
            current.execute(cell);
        } finally {
            languages.running(null);
            variables.take(current);
        }
    }

    /** As Python has it: none is 0, a text is told and is 1. */
    private int exitCode(String message) {
        if (message.isEmpty() || message.equals("None")) {
            return 0;
        }
        try {
            return Integer.parseInt(message) & 0xFF;
        } catch (NumberFormatException e) {
            out.println(message);
            return 1;
        }
    }

    @Override
    public int end(int exitCode) {
        return exitCode;
    }

    @Override
    public void close() {
        languages.close();
    }
}
