package dev.triglot.cli;

import dev.triglot.cli.io.Failure;
import dev.triglot.cli.terminal.Console;
import dev.triglot.cli.terminal.OutputClosedException;
import dev.triglot.cli.terminal.Printable;
import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.error.TriglotException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever went wrong into one line on standard error and an exit code. */
final class ErrorReporter {
    private static final int FAILED = ExitCode.SOFTWARE;

    private final Console console;

    ErrorReporter(Console console) {
        this.console = console;
    }

    int wrongUsage(ParameterException e) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        line(e.getMessage() + suggestion(e) + ": '" + command + " --help' shows what is possible");
        return ExitCode.USAGE;
    }

    private static String suggestion(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return "";
        }
        List<String> near = unmatched.getSuggestions();
        return near.isEmpty() ? "" : " (did you mean " + String.join(" or ", near) + "?)";
    }

    int report(Throwable e) {
        switch (e) {
            case OutputClosedException closed when closed.readerGone() -> {
                return ExitCode.OK;
            }
            case Failure failure -> {
                line(failure.getMessage());
                trace(e);
                return failure.exitCode();
            }
            case InvalidArgumentException wrong -> {
                line(wrong.getMessage());
                trace(e);
                return ExitCode.USAGE;
            }
            case TriglotException known -> line(known.getMessage());
            case OutputClosedException closed -> line(closed.getMessage());
            case OutOfMemoryError full ->
                    line("Java heap too small: try TRIGLOT_JAVA_OPTS=-Xmx8g (" + full + ")");
            default -> line("unexpected error: " + e + hint());
        }
        trace(e);
        return FAILED;
    }

    private String hint() {
        return console.verbose() ? "" : ": please report it with the output of --verbose";
    }

    private void line(@Nullable String message) {
        String text = "triglot: " + Printable.line(String.valueOf(message));
        console.err()
                .println(
                        console.terminals().errorColours()
                                ? "\u001b[31m" + text + "\u001b[0m"
                                : text);
    }

    private void trace(Throwable e) {
        if (console.verbose()) {
            e.printStackTrace(console.err());
        }
    }
}
