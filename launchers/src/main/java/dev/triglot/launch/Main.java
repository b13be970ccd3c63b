package dev.triglot.launch;

import dev.triglot.launch.Invocation.UsageException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Entry point of the commands that run guest languages: {@code triglot python} and others. */
public final class Main {
    private static final int WRONG_USAGE = 2;

    private static final Map<String, Supplier<GuestCommand>> COMMANDS =
            Map.of(
                    "python", PythonCommand::new,
                    "js", JavaScriptCommand::new,
                    "polyglot", PolyglotCommand::new,
                    "notebook", NotebookCommand::new);

    private Main() {}

    public static void main(String[] args) throws IOException {
        Descriptors.restoreStandardError();
        List<String> words = Arrays.asList(args);
        String name = words.isEmpty() ? "" : words.getFirst();
        Supplier<GuestCommand> command = COMMANDS.get(name);
        if (command == null) {
            System.err.println("triglot: no command '" + name + "' here");
            end(WRONG_USAGE);
            return;
        }
        try {
            end(command.get().run(words.subList(1, words.size())));
        } catch (UsageException e) {
            System.err.println("triglot " + name + ": " + e.getMessage());
            end(WRONG_USAGE);
        }
    }

    private static void end(int exitCode) {
        System.out.flush();
        // A guest's threads must not keep the process.
        Runtime.getRuntime().halt(exitCode);
    }
}
