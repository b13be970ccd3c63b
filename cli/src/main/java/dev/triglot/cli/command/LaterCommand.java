package dev.triglot.cli.command;

import dev.triglot.cli.io.Failure;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** A command that has a name already and comes with a later version. */
@Command
public final class LaterCommand implements Callable<Integer> {
    private final String purpose;

    @Spec private CommandSpec spec;
    @Unmatched private List<String> arguments = List.of();

    private LaterCommand(String purpose) {
        this.purpose = purpose;
    }

    /**
     * @param purpose what it will do, such as {@code converts model files}
     */
    public static CommandLine create(String purpose) {
        CommandLine line = new CommandLine(new LaterCommand(purpose));
        line.getCommandSpec()
                .usageMessage()
                .description("Comes with a later version: " + purpose + ".");
        return line;
    }

    @Override
    public Integer call() {
        throw Failure.usage(
                "'"
                        + spec.name()
                        + "' comes with a later version of Triglot, and "
                        + purpose
                        + " then");
    }
}
