package dev.triglot.polyglot.service;

import dev.triglot.engine.store.ModelStore;

/** Makes entries. */
public final class Services {
    private Services() {}

    /** With all rights of this process and the user's own store. */
    public static TriglotService trusted() {
        return new TriglotService(new TrustedRights(ModelStore::open));
    }

    /** With what is granted and nothing else. */
    public static TriglotService granted(Grant grant) {
        return new TriglotService(new GrantedRights(grant));
    }
}
