package dev.triglot.cli;

import dev.triglot.cli.terminal.Console;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** Entry point of the {@code triglot} command. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // The engine logs rarely, and to people: a line as all others of this command.
        System.setProperty("java.util.logging.SimpleFormatter.format", "triglot: %5$s%n");
        System.exit(run(Console.system(), args));
    }

    /** Runs one command and returns its exit code: 0 ok, 1 failed, 2 wrong usage. */
    public static int run(Console console, String... args) {
        ErrorReporter errors = new ErrorReporter(console);
        try {
            int exitCode = commandLine(console, errors, args).execute(args);
            console.out().flush();
            return exitCode;
        } catch (Throwable e) {
            // Help texts are printed outside of any command, and errors of the JVM pass picocli.
            return errors.report(e);
        }
    }

    private static CommandLine commandLine(Console console, ErrorReporter errors, String... args) {
        TriglotCommand root = new TriglotCommand(console);
        CommandLine line = root.commandLine(args);
        line.setOut(new PrintWriter(console.out(), false, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(
                                console.terminals().outputColours() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(Math.clamp(console.terminals().columns(), 60, 120))
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, arguments) -> errors.wrongUsage(e))
                .setExecutionExceptionHandler((e, command, parsed) -> errors.report(e))
                .setExecutionStrategy(parsed -> execute(root, parsed));
        return line;
    }

    private static int execute(TriglotCommand root, ParseResult parsed) {
        root.applyGlobalOptions();
        Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        if (!parsed.hasSubcommand()) {
            CommandLine line = parsed.commandSpec().commandLine();
            line.usage(line.getErr());
            return ExitCode.USAGE;
        }
        return new RunLast().execute(parsed);
    }
}
