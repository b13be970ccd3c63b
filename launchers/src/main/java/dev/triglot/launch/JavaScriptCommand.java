package dev.triglot.launch;

import dev.triglot.launch.Invocation.Kind;
import dev.triglot.launch.Invocation.Syntax;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** {@code triglot js}: a script, a text, standard input, or lines that are typed. */
final class JavaScriptCommand implements GuestCommand {
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

    @Override
    public int run(List<String> words) throws IOException {
        Invocation invocation = Invocation.parse(words, SYNTAX);
        return switch (invocation.kind()) {
            case HELP -> {
                System.out.print(HELP);
                yield 0;
            }
            case VERSION -> program(Invocation.parse(List.of("-e", VERSION), SYNTAX));
            case TYPED -> {
                if (System.getProperty("triglot.terminals", "").contains("0")) {
                    yield Shell.run(console -> new JavaScriptShell(invocation, console));
                }
                yield program(invocation.with(Kind.INPUT));
            }
            default -> program(invocation);
        };
    }

    private static int program(Invocation invocation) throws IOException {
        return new JavaScriptProgram(
                        invocation,
                        new FileInputStream(FileDescriptor.in),
                        new FileOutputStream(FileDescriptor.out),
                        new FileOutputStream(FileDescriptor.err))
                .run();
    }
}
