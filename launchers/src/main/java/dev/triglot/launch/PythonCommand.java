package dev.triglot.launch;

import dev.triglot.launch.Invocation.Kind;
import dev.triglot.launch.Invocation.Syntax;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** {@code triglot python}: a script, a text, a module, standard input, or lines that are typed. */
final class PythonCommand implements GuestCommand {
    private static final String HELP =
            """
            Usage: triglot python [OPTIONS] [FILE | -c TEXT | -m MODULE | -] [ARGUMENTS]
            Runs a Python program, or lines that are typed.

              --sandbox           no files, network or Java; only the models that are granted
              --model NAME=FILE   grants a model to a sandboxed program; may be repeated
              --timeout SECONDS   ends the program after that time, with exit code 124
              --jit               compiles Python to machine code: slower to start, faster to run
              -V, --version       shows Python's version
              -h, --help          shows this
            """;
    static final Syntax SYNTAX =
            new Syntax(
                    Set.of("-c"), Set.of("-m"), Set.of("-u", "-B", "-q", "-s", "-S", "-E", "-I"));
    private static final String VERSION = "import sys; print('GraalPy', sys.version)";

    @Override
    public int run(List<String> words) throws IOException {
        Invocation invocation = Invocation.parse(words, SYNTAX);
        return switch (invocation.kind()) {
            case HELP -> {
                System.out.print(HELP);
                yield 0;
            }
            case VERSION -> program(Invocation.parse(List.of("-c", VERSION), SYNTAX));
            case TYPED -> {
                if (System.getProperty("triglot.terminals", "").contains("0")) {
                    yield Shell.run(terminal ->
                            new PythonShell(invocation, terminal.input(), terminal.output()));
                }
                yield program(invocation.with(Kind.INPUT));
            }
            default -> program(invocation);
        };
    }

    private static int program(Invocation invocation) throws IOException {
        return new PythonProgram(
                        invocation,
                        new FileInputStream(FileDescriptor.in),
                        new FileOutputStream(FileDescriptor.out),
                        new FileOutputStream(FileDescriptor.err))
                .run();
    }
}
