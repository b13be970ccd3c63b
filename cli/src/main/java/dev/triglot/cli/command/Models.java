package dev.triglot.cli.command;

import dev.triglot.cli.terminal.Console;
import dev.triglot.engine.store.ModelStore;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

/** From what a user calls a model to its file. */
final class Models {
    private Models() {}

    /** The file of a model; one of the catalog is fetched on first use. */
    static Path locate(Console console, String nameOrPath) {
        if (isPath(nameOrPath)) {
            return Path.of(nameOrPath);
        }
        try (PullProgress progress = new PullProgress(console, nameOrPath)) {
            return ModelStore.open().resolveOrPull(nameOrPath, progress);
        }
    }

    /** As {@link #locate}, but fetches nothing. */
    static Path locatePresent(String nameOrPath) {
        return isPath(nameOrPath) ? Path.of(nameOrPath) : ModelStore.open().resolve(nameOrPath);
    }

    /** No name of a catalog has a separator, so the store need not be asked. */
    private static boolean isPath(String nameOrPath) {
        return nameOrPath.contains(File.separator) && Files.exists(Path.of(nameOrPath));
    }

    /** Where lines typed in conversations are kept. */
    static Path historyFile() {
        return ModelStore.open().folder().resolveSibling("chat-history");
    }
}
