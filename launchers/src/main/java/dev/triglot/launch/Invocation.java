package dev.triglot.launch;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a command line asks for: options of ours, then what to run, then the program's own
 * arguments.
 *
 * @param target the file's name, the text or the module's name; empty for none
 * @param arguments what the program sees behind its own name
 * @param models what a sandboxed program may open, by name
 * @param timeoutSeconds when a program is ended; 0 for never
 */
record Invocation(
        Kind kind,
        String target,
        List<String> arguments,
        boolean sandboxed,
        Map<String, Path> models,
        long timeoutSeconds) {
    /** How a program is given. */
    enum Kind {
        FILE,
        TEXT,
        MODULE,
        /** Standard input. */
        INPUT,
        /** Nothing was named: lines at a terminal, else standard input. */
        TYPED,
        HELP,
        VERSION
    }

    /**
     * The options of a language's own command.
     *
     * @param text those that a program's text follows, such as {@code -c}
     * @param module those that a module's name follows
     * @param ignored those that change nothing here
     */
    record Syntax(Set<String> text, Set<String> module, Set<String> ignored) {}

    /** A command line that makes no sense. */
    static final class UsageException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UsageException(String message) {
            super(message);
        }
    }

    private static final Set<String> OURS =
            Set.of("--sandbox", "--model", "--timeout", "--jit", "--help", "--version");

    Invocation with(Kind kind) {
        return new Invocation(kind, target, arguments, sandboxed, models, timeoutSeconds);
    }

    /**
     * Reads a command line.
     *
     * @throws UsageException where an option is unknown or lacks its value
     */
    static Invocation parse(List<String> words, Syntax syntax) {
        boolean sandboxed = false;
        Map<String, Path> models = new LinkedHashMap<>();
        long timeout = 0;
        Kind kind = Kind.TYPED;
        String target = "";
        int at = 0;
        while (at < words.size() && kind == Kind.TYPED) {
            String word = words.get(at++);
            switch (word) {
                case "--sandbox" -> sandboxed = true;
                case "--jit" -> {
                    // The script that starts the JVM has seen it.
                }
                case "--model" -> {
                    String[] pair = value(words, at++).split("=", 2);
                    if (pair.length < 2) {
                        throw new UsageException("--model wants NAME=FILE");
                    }
                    models.put(pair[0], Path.of(pair[1]));
                }
                case "--timeout" -> timeout = seconds(value(words, at++));
                case "-h", "--help" -> kind = Kind.HELP;
                case "-V", "--version" -> kind = Kind.VERSION;
                case "-" -> {
                    kind = Kind.INPUT;
                    target = word;
                }
                default -> {
                    if (syntax.text.contains(word) || syntax.module.contains(word)) {
                        kind = syntax.text.contains(word) ? Kind.TEXT : Kind.MODULE;
                        target = value(words, at++);
                    } else if (!word.startsWith("-")) {
                        kind = Kind.FILE;
                        target = word;
                    } else if (!syntax.ignored.contains(word)) {
                        throw unknown(word, syntax);
                    }
                }
            }
        }
        List<String> rest = List.copyOf(words.subList(at, words.size()));
        return new Invocation(kind, target, rest, sandboxed, models, timeout);
    }

    /** The word after the option that stands before it. */
    private static String value(List<String> words, int at) {
        if (at == words.size()) {
            throw new UsageException(words.get(at - 1) + " wants a value");
        }
        return words.get(at);
    }

    private static UsageException unknown(String word, Syntax syntax) {
        Set<String> known = new TreeSet<>(OURS);
        known.addAll(syntax.text);
        known.addAll(syntax.module);
        known.addAll(syntax.ignored);
        return new UsageException(
                "unknown option " + word + "; there are " + String.join(" ", known));
    }

    private static long seconds(String text) {
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw new UsageException("--timeout wants a number of seconds, not " + text);
        }
    }
}
