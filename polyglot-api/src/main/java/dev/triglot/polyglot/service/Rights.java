package dev.triglot.polyglot.service;

import dev.triglot.engine.store.ModelStore;
import dev.triglot.engine.store.ProgressListener;
import java.nio.file.Path;

/** What a guest may reach through the API. */
public interface Rights {
    /**
     * The file of a model.
     *
     * @param download whether one of the catalog may be fetched
     */
    Path model(String pathOrName, boolean download, ProgressListener listener);

    ModelStore store();

    /** A path as this guest may see it. */
    String shown(Path path);
}
