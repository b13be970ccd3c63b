package dev.triglot.polyglot.service;

import dev.triglot.engine.store.ModelStore;
import dev.triglot.engine.store.ProgressListener;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Everything that this process may. The store is opened when it is needed first. */
final class TrustedRights implements Rights {
    private final Supplier<ModelStore> opening;

    TrustedRights(Supplier<ModelStore> opening) {
        this.opening = opening;
    }

    @Override
    public Path model(String pathOrName, boolean download, ProgressListener listener) {
        return download ? store().resolveOrPull(pathOrName, listener) : store().resolve(pathOrName);
    }

    @Override
    public ModelStore store() {
        return opening.get();
    }

    @Override
    public String shown(Path path) {
        return path.toString();
    }
}
