package dev.triglot.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a command line asks for: options of ours, then what to run, then the program's own arguments.
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
        /** Standard input, or lines at a terminal where nothing was named. */
        INPUT,
        HELP,
        VERSION
    }

    /** A command line that makes no sense. */
    static final class UsageException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UsageException(String message) {
            super(message);
        }
    }

    /** Words that need no further ones; --jit was seen by the launcher script already. */
    private static final Set<String> IGNORED = Set.of("--jit", "-u", "-B", "-q");

    /**
     * Reads a command line.
     *
     * @param textOption how a program's text is given, {@code -c} or {@code -e}
     * @param moduleOption how a module is named; empty where the language has no such way
     * @throws UsageException where an option is unknown or lacks its value
     */
    static Invocation parse(List<String> words, String textOption, String moduleOption) {
        boolean sandboxed = false;
        Map<String, Path> models = new LinkedHashMap<>();
        long timeout = 0;
        int at = 0;
        while (at < words.size()) {
            String word = words.get(at++);
            List<String> rest = words.subList(at, words.size());
            switch (word) {
                case "--sandbox" -> sandboxed = true;
                case "--model" -> {
                    String[] pair = value(word, rest).split("=", 2);
                    if (pair.length < 2) {
                        throw new UsageException("--model wants NAME=FILE");
                    }
                    models.put(pair[0], Path.of(pair[1]));
                    at++;
                }
                case "--timeout" -> {
                    timeout = seconds(value(word, rest));
                    at++;
                }
                case "-h", "--help" -> {
                    return new Invocation(Kind.HELP, "", List.of(), false, Map.of(), 0);
                }
                case "-V", "--version" -> {
                    return new Invocation(Kind.VERSION, "", List.of(), false, Map.of(), 0);
                }
                default -> {
                    if (IGNORED.contains(word)) {
                        continue;
                    }
                    Kind kind = kind(word, textOption, moduleOption);
                    boolean named = kind == Kind.TEXT || kind == Kind.MODULE;
                    String target = named ? value(word, rest) : kind == Kind.FILE ? word : "";
                    List<String> own = List.copyOf(rest.subList(named ? 1 : 0, rest.size()));
                    return new Invocation(kind, target, own, sandboxed, models, timeout);
                }
            }
        }
        return new Invocation(Kind.INPUT, "", List.of(), sandboxed, models, timeout);
    }

    private static Kind kind(String word, String textOption, String moduleOption) {
        if (word.equals(textOption)) {
            return Kind.TEXT;
        }
        if (!moduleOption.isEmpty() && word.equals(moduleOption)) {
            return Kind.MODULE;
        }
        if (word.equals("-")) {
            return Kind.INPUT;
        }
        if (word.startsWith("-")) {
            List<String> known = new ArrayList<>(IGNORED);
            known.addAll(
                    Arrays.asList(
                            "--sandbox", "--model", "--timeout", "--help", "--version", textOption));
            throw new UsageException(
                    "unknown option " + word + "; there are " + String.join(" ", known) + " -");
        }
        return Kind.FILE;
    }

    private static String value(String option, List<String> rest) {
        if (rest.isEmpty()) {
            throw new UsageException(option + " wants a value");
        }
        return rest.getFirst();
    }

    private static long seconds(String text) {
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw new UsageException("--timeout wants a number of seconds, not " + text);
        }
    }
}
