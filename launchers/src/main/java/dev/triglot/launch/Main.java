package dev.triglot.launch;

import dev.triglot.launch.Invocation.Kind;
import dev.triglot.launch.Invocation.UsageException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;

/** Entry point of {@code triglot python}, {@code triglot polyglot} and {@code triglot notebook}. */
public final class Main {
    private static final int WRONG_USAGE = 2;

    private Main() {}

    public static void main(String[] args) throws IOException {
        Descriptors.restoreStandardError();
        List<String> words = Arrays.asList(args);
        String command = words.isEmpty() ? "" : words.getFirst();
        List<String> rest = words.subList(Math.min(1, words.size()), words.size());
        switch (command) {
            case "python" -> end(python(rest));
            case "polyglot" -> end(Repl.polyglot());
            case "notebook" -> dev.triglot.notebook.Main.main(rest.toArray(String[]::new));
            default -> {
                System.err.println("triglot: no command '" + command + "' here");
                end(WRONG_USAGE);
            }
        }
    }

    private static void end(int exitCode) {
        System.out.flush();
        // A guest's threads must not keep the process.
        Runtime.getRuntime().halt(exitCode);
    }

    private static int python(List<String> words) throws IOException {
        Invocation invocation;
        try {
            invocation = Invocation.parse(words, "-c", "-m");
        } catch (UsageException e) {
            System.err.println("triglot: " + e.getMessage());
            return WRONG_USAGE;
        }
        if (invocation.kind() == Kind.HELP) {
            System.out.print(Help.PYTHON);
            return 0;
        }
        boolean typed = System.getProperty("triglot.terminals", "").contains("0");
        if (invocation.kind() == Kind.INPUT && !words.contains("-") && typed) {
            return Repl.python();
        }
        if (invocation.kind() == Kind.VERSION) {
            invocation =
                    Invocation.parse(
                            List.of("-c", "import sys; print('GraalPy', sys.version)"), "-c", "");
        }
        InputStream in = new FileInputStream(FileDescriptor.in);
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        OutputStream err = new FileOutputStream(FileDescriptor.err);
        return new PythonProgram(invocation, in, out, err).run();
    }
}
