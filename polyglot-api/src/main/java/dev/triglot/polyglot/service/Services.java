package dev.triglot.polyglot.service;

import dev.triglot.engine.store.ModelStore;
import dev.triglot.polyglot.v1.Triglot;
import java.nio.file.Path;
import java.util.Map;

/** Makes entries. */
public final class Services {
    private Services() {}

    /** With all rights of this process and the user's own store. */
    public static Triglot trusted() {
        return new TriglotService(new TrustedRights(ModelStore::open));
    }

    /** With these models and nothing else of the file system. */
    public static Triglot granted(Map<String, Path> models) {
        return new TriglotService(new GrantedRights(Map.copyOf(models)));
    }
}
