package dev.triglot.engine.template;

import java.util.HashMap;
import java.util.Map;

/** What {@code namespace()} gives: the only value whose attributes can be set. */
record Namespace(Map<String, Object> attributes) {
    Namespace() {
        this(new HashMap<>());
    }

    /** A namespace may hold itself, so its identity is compared. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
