package dev.triglot.launch;

import dev.triglot.launch.Invocation.Syntax;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import org.jline.terminal.Terminal;

/** {@code triglot python}: a script, a text, a module, standard input, or lines that are typed. */
final class PythonCommand extends ProgramCommand {
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

    PythonCommand() {
        super(SYNTAX, HELP, List.of("-c", VERSION));
    }

    @Override
    int run(Invocation invocation, InputStream in, OutputStream out, OutputStream err)
            throws IOException {
        return new PythonProgram(invocation, in, out, err).run();
    }

    @Override
    ShellLanguage shell(Invocation invocation, Terminal terminal) {
        return new PythonShell(invocation, terminal.input(), terminal.output());
    }
}
