package dev.triglot.cli.command;

import dev.triglot.cli.terminal.Console;
import dev.triglot.engine.store.ModelStatus;
import dev.triglot.engine.store.ModelStore;
import dev.triglot.engine.store.Verification;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Hashes fetched models anew. */
@Command(
        name = "verify",
        description = "Compares fetched models with their SHA-256; without NAME all of them.")
final class ModelsVerifyCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "Names of 'models list'.")
    private List<String> names = List.of();

    ModelsVerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ModelStore store = ModelStore.open();
        boolean allGood = true;
        for (String name : names.isEmpty() ? present(store) : names) {
            try (PullProgress progress = new PullProgress(console, name)) {
                Verification found = store.verify(name, progress);
                progress.close();
                allGood &= found.ok();
                console.out()
                        .println(
                                found.ok()
                                        ? "ok      " + name
                                        : "damaged "
                                                + name
                                                + ": SHA-256 is "
                                                + found.found()
                                                + ", must be "
                                                + found.expected()
                                                + ": 'triglot models pull "
                                                + name
                                                + "' fetches it again");
            }
        }
        return allGood ? 0 : 1;
    }

    private static List<String> present(ModelStore store) {
        return store.list().stream()
                .filter(status -> status.state() == ModelStatus.State.PRESENT)
                .map(status -> status.model().name())
                .toList();
    }
}
