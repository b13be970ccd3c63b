package dev.triglot.engine.template;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names bound in a body; names that are not bound here are looked up in the scope around it. */
final class Scope {
    private final @Nullable Scope outer;
    private final Map<String, Object> names;

    private Scope(@Nullable Scope outer, Map<String, Object> names) {
        this.outer = outer;
        this.names = names;
    }

    static Scope of(Map<String, Object> names) {
        return new Scope(null, names);
    }

    Scope inner() {
        return new Scope(this, new HashMap<>(4));
    }

    @Nullable Object get(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            Object value = scope.names.get(name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    void set(String name, Object value) {
        names.put(name, value);
    }
}
