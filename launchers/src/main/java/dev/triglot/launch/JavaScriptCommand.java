package dev.triglot.launch;

import dev.triglot.launch.Invocation.Syntax;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import org.jline.terminal.Terminal;

/** {@code triglot js}: a script, a text, standard input, or lines that are typed. */
final class JavaScriptCommand extends ProgramCommand {
    private static final String HELP =
            """
            Usage: triglot js [OPTIONS] [FILE | -e TEXT | -] [ARGUMENTS]
            Runs a JavaScript program as Node does, or lines that are typed.

              --sandbox           no files, network or Java; only the models that are granted
              --model NAME=FILE   grants a model to a sandboxed program; may be repeated
              --timeout SECONDS   ends the program after that time, with exit code 124
              --jit               compiles JavaScript to machine code: slower to start, faster to run
              -V, --version       shows the version
              -h, --help          shows this
            """;
    private static final Syntax SYNTAX =
            new Syntax(Set.of("-e", "--eval"), Set.of(), Set.of("--no-warnings", "-i"));
    private static final String VERSION =
            "console.log(`Graal.js ${process.versions.graaljs}, as Node ${process.version}`)";

    JavaScriptCommand() {
        super(SYNTAX, HELP, List.of("-e", VERSION));
    }

    @Override
    int run(Invocation invocation, InputStream in, OutputStream out, OutputStream err)
            throws IOException {
        return new JavaScriptProgram(invocation, in, out, err).run();
    }

    @Override
    ShellLanguage shell(Invocation invocation, Terminal terminal) {
        return new JavaScriptShell(invocation, terminal);
    }
}
