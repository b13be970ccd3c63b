package dev.triglot.polyglot.service;

import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.ModelOptions;
import dev.triglot.engine.store.ModelStore;
import dev.triglot.engine.store.ProgressListener;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Everything that this process may. The store is opened when it is needed first. */
record TrustedRights(Supplier<ModelStore> opening) implements Rights {
    @Override
    public Path file(String pathOrName, boolean download, ProgressListener listener) {
        return download ? store().resolveOrPull(pathOrName, listener) : store().resolve(pathOrName);
    }

    @Override
    public Opened open(
            String pathOrName, ModelOptions options, boolean download, ProgressListener listener) {
        return new Opened(
                LanguageModel.open(file(pathOrName, download, listener), options), false, () -> {});
    }

    @Override
    public ModelStore store() {
        return opening.get();
    }

    @Override
    public String shown(Path path) {
        return path.toString();
    }

    @Override
    public Path newState(String path, long bytes) {
        return savedState(path);
    }

    @Override
    public Path savedState(String path) {
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw Failures.invalid(Shown.quoted(path) + " is no path: " + e.getReason());
        }
    }

    /** The engine itself refuses what the machine does not have. */
    @Override
    public Runnable reserve(String what, int contextLength, long bytes) {
        return () -> {};
    }

    @Override
    public int maxTokens() {
        return UNLIMITED;
    }
}
