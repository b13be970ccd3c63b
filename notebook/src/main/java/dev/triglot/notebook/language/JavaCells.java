package dev.triglot.notebook.language;

import dev.triglot.notebook.cell.Display;
import dev.triglot.notebook.cell.Notebook;
import java.io.File;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/** Cells in Java: the JDK's own shell, which runs them in this process. */
public final class JavaCells implements CellLanguage {
    private static final List<String> IMPORTS =
            List.of(
                    "import java.io.*;",
                    "import java.nio.file.*;",
                    "import java.util.*;",
                    "import java.util.function.*;",
                    "import java.util.stream.*;",
                    "import dev.triglot.engine.*;",
                    "import dev.triglot.notebook.cell.Display;",
                    "import static dev.triglot.notebook.cell.Notebook.display;");

    /** Keywords that other languages allow as names, and what is imported. */
    private static final Set<String> RESERVED =
            Set.of(
                    ("abstract assert boolean byte case catch char const default do double enum"
                                    + " extends final float goto implements instanceof int interface"
                                    + " long native new package private protected public short static"
                                    + " strictfp super switch synchronized this throw throws transient"
                                    + " try void volatile display")
                            .split(" ", -1));

    private static final long STOP_MILLIS = 20;

    private final Map<String, @Nullable Object> known = new HashMap<>();
    private final LocalControl control = new LocalControl();
    private final JShell shell;
    private final SourceCodeAnalysis analysis;
    private final CellOutput output;
    private final JavaFailures failures;
    private volatile boolean interrupted;
    private int count;

    /** The number of the cell that runs; 0 for none. */
    private volatile int running;

    public JavaCells(CellOutput output) {
        this.output = output;
        shell = JShell.builder().executionEngine(control, Map.of()).build();
        analysis = shell.sourceCodeAnalysis();
        failures = new JavaFailures(shell);
        for (String entry :
                System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
            if (!entry.isEmpty()) {
                shell.addToClasspath(entry);
            }
        }
        IMPORTS.forEach(shell::eval);
        Notebook.connect(output::display);
    }

    @Override
    public String name() {
        return "java";
    }

    @Override
    public void execute(Cell cell) {
        interrupted = false;
        count++;
        running = count;
        try {
            run(cell);
        } finally {
            running = 0;
        }
    }

    private void run(Cell cell) {
        String rest = cell.code();
        Snippet last = null;
        while (!rest.isBlank() && !interrupted) {
            CompletionInfo info = analysis.analyzeCompletion(rest);
            String source = info.source() == null ? rest : info.source();
            int offset = cell.code().length() - rest.length();
            rest = info.source() == null ? "" : info.remaining();
            if (!source.isBlank()) {
                // JShell counts lines from the first that is not blank.
                String own = source.stripLeading();
                last = evaluate(cell, own, offset + source.length() - own.length());
            }
        }
        if (interrupted) {
            throw CellFailure.interrupted();
        }
        if (last != null && cell.showResult()) {
            show(last);
        }
    }

    private @Nullable Snippet evaluate(Cell cell, String source, int offset) {
        Snippet own = null;
        for (SnippetEvent event : shell.eval(source)) {
            if (event.causeSnippet() != null) {
                continue;
            }
            own = event.snippet();
            failures.remember(own, cell, offset);
            JShellException exception = event.exception();
            if (interrupted) {
                throw CellFailure.interrupted();
            }
            if (event.status() == Snippet.Status.REJECTED) {
                throw failures.rejected(own, cell, offset);
            }
            if (exception != null) {
                throw failures.thrown(exception);
            }
        }
        return own;
    }

    private void show(Snippet snippet) {
        SubKind kind = snippet.subKind();
        if (kind == SubKind.TEMP_VAR_EXPRESSION_SUBKIND) {
            output.result(Display.of(value((VarSnippet) snippet)).data());
        } else if (kind == SubKind.VAR_VALUE_SUBKIND) {
            variable(snippet.source().strip())
                    .ifPresent(named -> output.result(Display.of(value(named)).data()));
        }
    }

    private Optional<VarSnippet> variable(String name) {
        return shell.variables().filter(v -> v.name().equals(name)).findFirst();
    }

    private @Nullable Object value(VarSnippet variable) {
        shell.varValue(variable);
        try {
            return control.field().get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Completions complete(String code, int position) {
        int[] anchor = {position};
        List<String> matches =
                analysis.completionSuggestions(code, position, anchor).stream()
                        .map(SourceCodeAnalysis.Suggestion::continuation)
                        .distinct()
                        .toList();
        return matches.isEmpty()
                ? Completions.none(position)
                : new Completions(matches, anchor[0], position);
    }

    @Override
    public Optional<Map<String, String>> inspect(String code, int position, boolean detailed) {
        int end = position;
        while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
            end++;
        }
        String text =
                analysis.documentation(code, end, true).stream()
                        .map(found ->
                                found.javadoc() == null
                                        ? found.signature()
                                        : found.signature() + "\n" + found.javadoc())
                        .distinct()
                        .collect(Collectors.joining("\n"));
        if (text.isEmpty()) {
            String type = analysis.analyzeType(code.substring(0, end), end);
            text = type == null ? "" : type;
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(Map.of("text/plain", text));
    }

    @Override
    public Completeness completeness(String code) {
        String rest = code;
        while (!rest.isBlank()) {
            CompletionInfo info = analysis.analyzeCompletion(rest);
            switch (info.completeness()) {
                case DEFINITELY_INCOMPLETE, CONSIDERED_INCOMPLETE -> {
                    return Completeness.of(CellLanguage.Status.INCOMPLETE);
                }
                case UNKNOWN -> {
                    return Completeness.of(CellLanguage.Status.INVALID);
                }
                default -> rest = info.remaining();
            }
        }
        return Completeness.of(CellLanguage.Status.COMPLETE);
    }

    @Override
    public SequencedMap<String, @Nullable Object> changes() {
        SequencedMap<String, @Nullable Object> changed = new LinkedHashMap<>();
        shell.variables()
                .filter(variable -> shell.status(variable) == Snippet.Status.VALID)
                .filter(variable -> variable.subKind() != SubKind.TEMP_VAR_EXPRESSION_SUBKIND)
                .forEach(variable -> {
                    String name = variable.name();
                    Object value = value(variable);
                    if (!known.containsKey(name) || !Values.same(known.get(name), value)) {
                        known.put(name, value);
                        changed.put(name, value);
                    }
                });
        return changed;
    }

    @Override
    public List<String> removals() {
        List<String> gone =
                known.keySet().stream().filter(name -> variable(name).isEmpty()).toList();
        gone.forEach(known::remove);
        return gone;
    }

    /** Declares a variable anew only where its type is another one: that compiles. */
    @Override
    public void assign(String name, @Nullable Object value) {
        Object view = JavaTypes.view(value);
        known.put(name, view);
        String type = JavaTypes.declared(view);
        Optional<VarSnippet> present = variable(name);
        if (present.isPresent() && present.get().typeName().equals(simple(type))) {
            shell.varValue(present.get());
            try {
                control.field().set(null, view);
                return;
            } catch (IllegalAccessException | IllegalArgumentException e) {
                // Declared as something else after all.
            }
        }
        Notebook.hand(view);
        shell.eval(
                "%s %s = (%s) dev.triglot.notebook.cell.Notebook.handed();"
                        .formatted(type, name, type));
    }

    /** JShell names types as they are imported. */
    private static String simple(String type) {
        return type.replaceAll("\\b(?:[a-z]\\w*\\.)+", "");
    }

    @Override
    public void remove(String name) {
        variable(name).ifPresent(shell::drop);
        known.remove(name);
    }

    @Override
    public void interrupt() {
        int cell = running;
        if (cell == 0) {
            return;
        }
        interrupted = true;
        // A snippet that is still being compiled does not hear the first call; the next cell must
        // not.
        while (running == cell) {
            shell.stop();
            try {
                Thread.sleep(STOP_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public Set<String> reserved() {
        return RESERVED;
    }

    @Override
    public void close() {
        shell.close();
    }
}
