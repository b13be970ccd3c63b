package dev.triglot.cli;

import dev.triglot.cli.command.BenchCommand;
import dev.triglot.cli.command.ChatCommand;
import dev.triglot.cli.command.CompletionCommand;
import dev.triglot.cli.command.ConvertCommand;
import dev.triglot.cli.command.DetokenizeCommand;
import dev.triglot.cli.command.ImatrixCommand;
import dev.triglot.cli.command.InspectCommand;
import dev.triglot.cli.command.LogitsCommand;
import dev.triglot.cli.command.ModelsCommand;
import dev.triglot.cli.command.PerplexityCommand;
import dev.triglot.cli.command.QuantizeCommand;
import dev.triglot.cli.command.RunCommand;
import dev.triglot.cli.command.ScriptCommand;
import dev.triglot.cli.command.TokenizeCommand;
import dev.triglot.cli.command.VerifyCommand;
import dev.triglot.cli.terminal.Console;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.Supplier;
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

    /**
     * The command line for some arguments. Where they name a command, only that one is set up: to
     * read the annotations of all takes as long as the rest of the start.
     */
    CommandLine commandLine(String... arguments) {
        CommandLine line = new CommandLine(this);
        line.getCommandSpec().addOption(help()).addOption(version());
        SequencedMap<String, Supplier<Object>> commands = commands(line);
        String asked = firstWord(arguments);
        boolean all = !commands.containsKey(asked) || asked.equals("completion");
        commands.forEach((name, command) -> {
            if (all || name.equals(asked)) {
                line.addSubcommand(name, command.get());
            }
        });
        return line;
    }

    private SequencedMap<String, Supplier<Object>> commands(CommandLine line) {
        SequencedMap<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("run", () -> new RunCommand(console));
        commands.put("chat", () -> new ChatCommand(console));
        commands.put("models", () -> ModelsCommand.create(console));
        commands.put("inspect", () -> new InspectCommand(console));
        commands.put("verify", () -> new VerifyCommand(console));
        commands.put("tokenize", () -> new TokenizeCommand(console));
        commands.put("detokenize", () -> new DetokenizeCommand(console));
        commands.put("logits", () -> new LogitsCommand(console));
        commands.put("perplexity", () -> new PerplexityCommand(console));
        commands.put("bench", () -> new BenchCommand(console));
        commands.put("completion", () -> new CompletionCommand(console, line));
        commands.put("convert", () -> new ConvertCommand(console));
        commands.put("quantize", () -> new QuantizeCommand(console));
        commands.put("imatrix", () -> new ImatrixCommand(console));
        commands.put("python", () -> ScriptCommand.of("python", "Runs Python programs"));
        commands.put("js", () -> ScriptCommand.of("js", "Runs JavaScript programs"));
        commands.put(
                "polyglot",
                () -> ScriptCommand.of("polyglot", "Python, JavaScript and Java at a terminal"));
        commands.put("notebook", () -> ScriptCommand.of("notebook", "Adds a kernel to Jupyter"));
        return commands;
    }

    /** The first argument that is neither a global option nor its value; empty for none. */
    private static String firstWord(String... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (!arguments[i].startsWith("-")) {
                return arguments[i];
            }
            if (arguments[i].equals("--kernels")) {
                i++;
            }
        }
        return "";
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
