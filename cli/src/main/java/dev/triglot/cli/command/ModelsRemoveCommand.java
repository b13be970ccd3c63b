package dev.triglot.cli.command;

import dev.triglot.cli.io.Failure;
import dev.triglot.cli.terminal.Console;
import dev.triglot.engine.store.ModelStore;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Removes fetched models. */
@Command(name = "rm", description = "Removes fetched models.")
final class ModelsRemoveCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "NAME", arity = "1..*", description = "Names of 'models list'.")
    private List<String> names = List.of();

    ModelsRemoveCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ModelStore store = ModelStore.open();
        names.forEach(store.catalog()::get);
        for (String name : names) {
            if (!store.remove(name)) {
                throw Failure.failed("the model " + name + " is not here: nothing to remove", null);
            }
            console.note("removed " + name);
        }
        return 0;
    }
}
