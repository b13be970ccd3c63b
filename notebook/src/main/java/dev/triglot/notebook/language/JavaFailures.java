package dev.triglot.notebook.language;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.UnresolvedReferenceException;
import org.jspecify.annotations.Nullable;

/** Tells errors of Java cells in the cells' own lines. */
final class JavaFailures {
    private static final Pattern SNIPPET = Pattern.compile("#(\\w+)");

    /** Where a snippet stands: its cell, and the line of the cell that it begins in, from 1. */
    private record Place(String file, int line) {}

    private final JShell shell;
    private final Map<String, Place> places = new HashMap<>();

    JavaFailures(JShell shell) {
        this.shell = shell;
    }

    void remember(Snippet snippet, Cell cell, int offset) {
        places.put(snippet.id(), new Place(cell.file(), lineAt(cell, offset)));
    }

    private static int lineAt(Cell cell, int offset) {
        return 1 + (int) cell.code().substring(0, offset).chars().filter(c -> c == '\n').count();
    }

    CellFailure rejected(Snippet snippet, Cell cell, int offset) {
        List<String> lines = new ArrayList<>();
        String first = "";
        for (Diag diagnostic : shell.diagnostics(snippet).filter(Diag::isError).toList()) {
            String message = String.valueOf(diagnostic.getMessage(Locale.ENGLISH)).strip();
            int at = Math.clamp(offset + diagnostic.getPosition(), 0, cell.code().length());
            int line = lineAt(cell, at);
            int column = at - (cell.code().lastIndexOf('\n', Math.max(0, at - 1)) + 1);
            lines.add("%s:%d: error: %s".formatted(cell.file(), line, message));
            lines.add(cell.line(line));
            lines.add(" ".repeat(Math.max(0, column)) + "^");
            first = first.isEmpty() ? message.lines().findFirst().orElse("") : first;
        }
        return new CellFailure("CompileError", first, lines);
    }

    CellFailure thrown(JShellException exception) {
        if (exception instanceof UnresolvedReferenceException unresolved) {
            String missing =
                    String.join(
                            ", ", shell.unresolvedDependencies(unresolved.getSnippet()).toList());
            String message = "not declared yet: " + missing;
            return new CellFailure("CompileError", message, List.of("CompileError: " + message));
        }
        List<String> lines = new ArrayList<>();
        String name = name(exception);
        String message = exception.getMessage() == null ? "" : exception.getMessage();
        describe(exception, lines, "");
        return new CellFailure(name, message, lines);
    }

    private void describe(Throwable exception, List<String> lines, String lead) {
        String message = exception.getMessage();
        String name = qualified(exception);
        lines.add(lead + (message == null ? name : name + ": " + message));
        for (StackTraceElement frame : exception.getStackTrace()) {
            lines.add("    at " + frame(frame));
        }
        if (exception.getCause() != null) {
            describe(exception.getCause(), lines, "Caused by: ");
        }
    }

    private static String qualified(Throwable exception) {
        return exception instanceof EvalException thrown
                ? thrown.getExceptionClassName()
                : exception.getClass().getName();
    }

    private static String name(Throwable exception) {
        String name = qualified(exception);
        return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
    }

    private String frame(StackTraceElement frame) {
        Matcher snippet = SNIPPET.matcher(String.valueOf(frame.getFileName()));
        @Nullable Place place = snippet.find() ? places.get(snippet.group(1)) : null;
        if (place == null) {
            return frame.toString();
        }
        String method = frame.getMethodName();
        String where = place.file + ":" + (place.line + frame.getLineNumber() - 1);
        return method == null || method.isEmpty() || method.startsWith("do_it")
                ? where
                : method + " (" + where + ")";
    }
}
