package dev.triglot.cli.command;

import dev.triglot.cli.io.Failure;
import dev.triglot.cli.io.TextFile;
import dev.triglot.cli.terminal.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A text from the arguments, a file, or standard input. */
final class TextInput {
    @Parameters(paramLabel = "TEXT", arity = "0..*", description = "The text; words are joined.")
    private List<String> words = List.of();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Reads the text from a file (UTF-8).")
    private @Nullable Path file;

    /** Whether there is a text in the arguments or a file is named. */
    boolean given() {
        return !words.isEmpty() || file != null;
    }

    /**
     * The text, byte for byte as it is in a file or on standard input.
     *
     * @throws Failure if there is none, two are given, or it is not UTF-8
     */
    String read(Console console) {
        if (!words.isEmpty() && file != null) {
            throw Failure.usage("a text and -f FILE are given: leave one out");
        }
        if (!words.isEmpty()) {
            return String.join(" ", words);
        }
        if (file != null) {
            return TextFile.read(file);
        }
        if (console.terminals().input()) {
            throw Failure.usage("no text: give it as an argument, with -f FILE, or through a pipe");
        }
        try {
            return TextFile.decode(console.in().readAllBytes(), "standard input");
        } catch (IOException e) {
            throw Failure.failed("cannot read standard input: " + e.getMessage(), e);
        }
    }
}
