package dev.triglot.launch;

import dev.triglot.launch.Invocation.UsageException;
import java.io.IOException;
import java.util.List;

/** {@code triglot polyglot}: typed lines in several languages over one set of variables. */
final class PolyglotCommand implements GuestCommand {
    private static final String HELP =
            """
            Usage: triglot polyglot [--jit]
            Python, JavaScript and Java lines over one set of variables.

              --jit               compiles guest code to machine code: slower to start, faster to run
              -h, --help          shows this
            """;

    @Override
    public int run(List<String> words) throws IOException {
        for (String word : words) {
            switch (word) {
                case "-h", "--help" -> {
                    System.out.print(HELP);
                    return 0;
                }
                case "--jit" -> {
                    // The script that starts the JVM has seen it.
                }
                default ->
                        throw new UsageException(
                                "unknown word " + word + "; there are --jit and --help");
            }
        }
        return Shell.run(PolyglotShell::new);
    }
}
