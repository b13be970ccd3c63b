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
            Verification found = hash(store, name);
            allGood &= found.ok();
            console.out().println(line(name, found));
            console.out().flush();
        }
        return allGood ? 0 : 1;
    }

    private Verification hash(ModelStore store, String name) {
        try (PullProgress progress = new PullProgress(console, name)) {
            return store.verify(name, progress);
        }
    }

    private static String line(String name, Verification found) {
        return found.ok()
                ? "ok      " + name
                : "damaged "
                        + name
                        + ": SHA-256 is "
                        + found.found()
                        + ", must be "
                        + found.expected()
                        + ": 'triglot models pull "
                        + name
                        + "' fetches it again";
    }

    private static List<String> present(ModelStore store) {
        return store.list().stream()
                .filter(status -> status.state() == ModelStatus.State.PRESENT)
                .map(status -> status.model().name())
                .toList();
    }
}
