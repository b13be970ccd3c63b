package dev.triglot.notebook.kernel;

import dev.triglot.notebook.language.CellFailure;
import dev.triglot.notebook.language.CellLanguage;
import dev.triglot.notebook.language.CellOutput;
import dev.triglot.notebook.language.Interrupts;
import dev.triglot.notebook.language.JavaCells;
import dev.triglot.notebook.language.JavaScriptCells;
import dev.triglot.notebook.language.PythonCells;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The languages of a notebook. Python is there from the start, the others from their first cell.
 */
public final class Languages implements AutoCloseable {
    private static final List<String> NAMES = List.of("python", "js", "java");
    private static final Map<String, String> ALIASES =
            Map.of("javascript", "js", "python3", "python", "jshell", "java");

    private final CellOutput output;
    private final GuestContexts contexts;
    private final Map<String, CellLanguage> started = new LinkedHashMap<>();
    private final PythonCells python;
    private final Interrupts interrupts;
    private volatile @Nullable CellLanguage running;

    /**
     * Starts Python.
     *
     * @param output what all languages print and show
     */
    public Languages(CellOutput output) {
        this.output = output;
        contexts =
                new GuestContexts(
                        new TextStream(text -> output.stream("stdout", text)),
                        new TextStream(text -> output.stream("stderr", text)));
        org.graalvm.polyglot.Context context = contexts.python();
        context.initialize("python");
        interrupts = new Interrupts(this::interrupt);
        python = new PythonCells(context, output, interrupts);
        started.put("python", python);
        redirectJava();
    }

    /** What Java code prints belongs to the cell that runs. */
    private void redirectJava() {
        System.setOut(printing("stdout"));
        System.setErr(printing("stderr"));
    }

    private PrintStream printing(String name) {
        OutputStream stream = new TextStream(text -> output.stream(name, text));
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    PythonCells python() {
        return python;
    }

    /**
     * A language by the name behind {@code %%}.
     *
     * @throws CellFailure where there is none of that name
     */
    public CellLanguage get(String name) {
        String known = ALIASES.getOrDefault(name, name);
        if (!NAMES.contains(known)) {
            String message =
                    "no language %%%%%s; there are %%%%python, %%%%js and %%%%java".formatted(name);
            throw new CellFailure("UsageError", message, List.of("UsageError: " + message));
        }
        return started.computeIfAbsent(known, this::start);
    }

    private CellLanguage start(String name) {
        return name.equals("js") ? startJavaScript() : new JavaCells(output);
    }

    private CellLanguage startJavaScript() {
        org.graalvm.polyglot.Context context = contexts.javaScript();
        return new JavaScriptCells(context, contexts.loop(context), output, interrupts);
    }

    /** Tells whose code runs now; null for none. */
    public void running(@Nullable CellLanguage language) {
        running = language;
    }

    /** Ends the cell that runs. */
    public void interrupt() {
        CellLanguage language = running;
        if (language != null) {
            language.interrupt();
        }
    }

    @Override
    public void close() {
        started.values().forEach(CellLanguage::close);
        contexts.close();
    }
}
