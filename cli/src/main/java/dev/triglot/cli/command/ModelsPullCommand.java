package dev.triglot.cli.command;

import dev.triglot.cli.terminal.Console;
import dev.triglot.engine.store.ModelStore;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Fetches models. */
@Command(name = "pull", description = "Fetches models; goes on where an earlier try was cut off.")
final class ModelsPullCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "NAME", arity = "1..*", description = "Names of 'models list'.")
    private List<String> names = List.of();

    ModelsPullCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ModelStore store = ModelStore.open();
        names.forEach(store.catalog()::get);
        for (String name : names) {
            try (PullProgress progress = new PullProgress(console, name)) {
                console.out().println(store.pull(name, progress));
            }
        }
        return 0;
    }
}
