package dev.triglot.cli;

import dev.triglot.cli.command.BenchCommand;
import dev.triglot.cli.command.ChatCommand;
import dev.triglot.cli.command.CompletionCommand;
import dev.triglot.cli.command.DetokenizeCommand;
import dev.triglot.cli.command.InspectCommand;
import dev.triglot.cli.command.LaterCommand;
import dev.triglot.cli.command.LogitsCommand;
import dev.triglot.cli.command.ModelsCommand;
import dev.triglot.cli.command.PerplexityCommand;
import dev.triglot.cli.command.RunCommand;
import dev.triglot.cli.command.TokenizeCommand;
import dev.triglot.cli.command.VerifyCommand;
import dev.triglot.cli.terminal.Console;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command itself: global options and the table of subcommands. */
@Command(
        name = "triglot",
        description = "Runs language models on this machine, inside the Java virtual machine.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = VersionInfo.class,
        footer = {"", "First try: triglot run \"Why is the sky blue?\""})
final class TriglotCommand {
    /** What the engine is asked to compute with, by the name of its system property's values. */
    enum Kernels {
        AUTO,
        REFERENCE,
        SCALAR,
        VECTOR128,
        VECTOR256,
        VECTOR512;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String KERNELS_PROPERTY = "triglot.kernels";

    private final Console console;

    @Option(
            names = "--kernels",
            paramLabel = "KIND",
            scope = ScopeType.INHERIT,
            description = "How to compute: one of ${COMPLETION-CANDIDATES}; auto is the fastest.")
    private Kernels kernels = Kernels.AUTO;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Shows timings, and stack traces of errors.")
    private boolean verbose;

    TriglotCommand(Console console) {
        this.console = console;
    }

    CommandLine withSubcommands() {
        CommandLine line = new CommandLine(this);
        line.getCommandSpec().addOption(help()).addOption(version());
        line.addSubcommand(new RunCommand(console))
                .addSubcommand(new ChatCommand(console))
                .addSubcommand(ModelsCommand.create(console))
                .addSubcommand(new InspectCommand(console))
                .addSubcommand(new VerifyCommand(console))
                .addSubcommand(new TokenizeCommand(console))
                .addSubcommand(new DetokenizeCommand(console))
                .addSubcommand(new LogitsCommand(console))
                .addSubcommand(new PerplexityCommand(console))
                .addSubcommand(new BenchCommand(console))
                .addSubcommand(new CompletionCommand(console, line));
        LaterCommand.addTo(line, "convert", "converts model files");
        LaterCommand.addTo(line, "quantize", "makes model files smaller");
        LaterCommand.addTo(line, "python", "runs Python programs");
        LaterCommand.addTo(line, "js", "runs JavaScript programs");
        return line;
    }

    private static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .scopeType(ScopeType.INHERIT)
                .description("Shows this help.")
                .build();
    }

    private static OptionSpec version() {
        return OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Shows versions, kernels and the processor's features.")
                .build();
    }

    /** Must precede the first use of the engine, which chooses its kernels once. */
    void applyGlobalOptions() {
        console.setVerbose(verbose);
        if (kernels != Kernels.AUTO) {
            System.setProperty(KERNELS_PROPERTY, kernels.toString());
        }
    }
}
