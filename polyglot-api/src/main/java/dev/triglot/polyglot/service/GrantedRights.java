package dev.triglot.polyglot.service;

import dev.triglot.engine.store.ModelStore;
import dev.triglot.engine.store.ProgressListener;
import dev.triglot.polyglot.v1.TriglotError;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;

/** Some models by name, and nothing else. */
record GrantedRights(Map<String, Path> models) implements Rights {
    @Override
    public Path model(String pathOrName, boolean download, ProgressListener listener) {
        Path file = models.get(pathOrName);
        if (file == null) {
            throw new TriglotError(
                    "permission_denied",
                    "this script may not open "
                            + Shown.quoted(pathOrName)
                            + ": it may open "
                            + (models.isEmpty()
                                    ? "no model"
                                    : String.join(", ", new TreeSet<>(models.keySet()))),
                    null);
        }
        return file;
    }

    @Override
    public ModelStore store() {
        throw new TriglotError(
                "permission_denied", "this script may not use the store of models", null);
    }

    @Override
    public String shown(Path path) {
        return String.valueOf(path.getFileName());
    }
}
