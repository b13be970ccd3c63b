package dev.triglot.cli.command;

import dev.triglot.cli.terminal.Console;
import dev.triglot.engine.Vocabulary;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Token ids to text. */
@Command(name = "detokenize", description = "Shows the text of token ids.")
public final class DetokenizeCommand implements Callable<Integer> {
    private final Console console;

    @Mixin private final RequiredModel model = new RequiredModel();

    @Parameters(paramLabel = "ID", arity = "1..*", description = "Token ids, in order.")
    private int[] ids = {};

    public DetokenizeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Vocabulary vocabulary = model.vocabulary(console);
        console.out().println(vocabulary.decode(Pieces.checked(vocabulary, ids), true));
        return 0;
    }
}
