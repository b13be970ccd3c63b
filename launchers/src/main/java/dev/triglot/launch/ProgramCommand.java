package dev.triglot.launch;

import dev.triglot.launch.Invocation.Kind;
import dev.triglot.launch.Invocation.Syntax;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jline.terminal.Terminal;

/** A language's own command: a program from somewhere, or lines that are typed. */
abstract class ProgramCommand implements GuestCommand {
    private final Syntax syntax;
    private final String help;
    private final List<String> version;

    /**
     * @param version words that run a program which prints the language's version
     */
    ProgramCommand(Syntax syntax, String help, List<String> version) {
        this.syntax = syntax;
        this.help = help;
        this.version = version;
    }

    /** Runs a program to its end and returns its exit code. */
    abstract int run(Invocation invocation, InputStream in, OutputStream out, OutputStream err)
            throws IOException;

    /** The language at a terminal. */
    abstract ShellLanguage shell(Invocation invocation, Terminal terminal);

    @Override
    public final int run(List<String> words) throws IOException {
        Invocation invocation = Invocation.parse(words, syntax);
        return switch (invocation.kind()) {
            case HELP -> {
                System.out.print(help);
                yield 0;
            }
            case VERSION -> program(Invocation.parse(version, syntax));
            case TYPED -> {
                if (System.getProperty("triglot.terminals", "").contains("0")) {
                    yield Shell.run(terminal -> shell(invocation, terminal));
                }
                yield program(invocation.with(Kind.INPUT));
            }
            default -> program(invocation);
        };
    }

    private int program(Invocation invocation) throws IOException {
        return run(
                invocation,
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err));
    }
}
