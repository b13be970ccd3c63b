package dev.triglot.cli.command;

import dev.triglot.cli.terminal.Console;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A script that completes commands and options in a shell. */
@Command(
        name = "completion",
        description = "Prints a completion script for a shell.",
        footer = {
            "",
            "bash: source <(triglot completion bash)",
            "zsh:  source <(triglot completion zsh)"
        })
public final class CompletionCommand implements Callable<Integer> {
    /** One script serves both: zsh reads it through bashcompinit, which the script itself loads. */
    enum Shell {
        BASH,
        ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Console console;
    private final CommandLine root;

    @Parameters(
            paramLabel = "SHELL",
            defaultValue = "bash",
            description = "One of ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Shell shell = Shell.BASH;

    /**
     * Completes a whole command line.
     *
     * @param root the command line with all its subcommands
     */
    public CompletionCommand(Console console, CommandLine root) {
        this.console = console;
        this.root = root;
    }

    @Override
    public Integer call() {
        String script = AutoComplete.bash(root.getCommandName(), root);
        console.out().println("# Completion of triglot for " + shell + ".");
        console.out().print(script);
        return 0;
    }
}
