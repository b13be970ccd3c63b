package dev.triglot.cli.command;

import dev.triglot.cli.terminal.Console;
import dev.triglot.engine.store.ModelStore;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Where models are kept. */
@Command(
        name = "path",
        description = "Shows where a model's file is, or will be; without NAME the models' folder.")
final class ModelsPathCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "A name of 'models list'.")
    private @Nullable String name;

    ModelsPathCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ModelStore store = ModelStore.open();
        console.out().println(name == null ? store.folder() : store.path(name));
        return 0;
    }
}
