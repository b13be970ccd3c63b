package dev.triglot.cli.command;

import dev.triglot.cli.io.Failure;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** A command that has a name already and comes with a later version. */
@Command
public final class LaterCommand implements Callable<Integer> {
    private final String name;
    private final String purpose;

    private LaterCommand(String name, String purpose) {
        this.name = name;
        this.purpose = purpose;
    }

    /**
     * Makes such a command; it takes any arguments.
     *
     * @param purpose what it will do, such as {@code converts model files}
     */
    public static CommandLine of(String name, String purpose) {
        CommandLine command = new CommandLine(new LaterCommand(name, purpose));
        command.getCommandSpec()
                .usageMessage()
                .description("Comes with a later version: " + purpose + ".");
        return command.setUnmatchedArgumentsAllowed(true);
    }

    @Override
    public Integer call() {
        throw Failure.usage("'" + name + "' comes with a later version; it " + purpose + " then");
    }
}
