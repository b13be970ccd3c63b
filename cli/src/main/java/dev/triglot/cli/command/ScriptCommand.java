package dev.triglot.cli.command;

import dev.triglot.cli.io.Failure;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * A command of the module launchers. The script {@code triglot} starts it with a class path of its
 * own, so that who only wants a model to answer need not have the languages; it is here for the
 * help.
 */
@Command
public final class ScriptCommand implements Callable<Integer> {
    private final String name;

    private ScriptCommand(String name) {
        this.name = name;
    }

    /**
     * Makes such a command; it takes any arguments.
     *
     * @param purpose what it does, such as {@code Runs Python programs}
     */
    public static CommandLine of(String name, String purpose) {
        CommandLine command = new CommandLine(new ScriptCommand(name));
        command.getCommandSpec().usageMessage().description(purpose + ".");
        return command.setUnmatchedArgumentsAllowed(true);
    }

    @Override
    public Integer call() {
        throw Failure.usage(
                "'" + name + "' is no part of this class path: start it with the script triglot");
    }
}
