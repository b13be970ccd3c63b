package dev.triglot.launch;

import dev.triglot.launch.Invocation.UsageException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Entry point of the commands that run guest languages: {@code triglot python} and others. */
public final class Main {
    private static final int WRONG_USAGE = 2;

    private Main() {}

    public static void main(String[] args) throws IOException {
        Descriptors.restoreStandardError();
        List<String> words = Arrays.asList(args);
        String name = words.isEmpty() ? "" : words.getFirst();
        GuestCommand command = command(name);
        if (command == null) {
            System.err.println("triglot: no command '" + name + "' here");
            end(WRONG_USAGE);
            return;
        }
        try {
            end(command.run(words.subList(1, words.size())));
        } catch (UsageException e) {
            System.err.println("triglot " + name + ": " + e.getMessage());
            end(WRONG_USAGE);
        }
    }

    private static @Nullable GuestCommand command(String name) {
        return switch (name) {
            case "python" -> new PythonCommand();
            case "js" -> new JavaScriptCommand();
            case "polyglot" -> new PolyglotCommand();
            case "notebook" -> new NotebookCommand();
            default -> null;
        };
    }

    private static void end(int exitCode) {
        System.out.flush();
        // A guest's threads must not keep the process.
        Runtime.getRuntime().halt(exitCode);
    }
}
