package dev.triglot.engine.format;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Copies values of a config.json to GGUF's keys; their ranges are checked where those are read. */
final class ConfigKeys {
    private final Metadata config;
    private final Map<String, MetadataValue> keys = new LinkedHashMap<>();

    ConfigKeys(Metadata config) {
        this.config = config;
    }

    /** An integer that must be there; returns it. */
    int require(String key, String from) {
        int value = config.integer(from, 1, Integer.MAX_VALUE);
        keys.put(key, MetadataValue.uint32(value));
        return value;
    }

    void put(String key, MetadataValue value) {
        keys.put(key, value);
    }

    void whole(String key, long value) {
        keys.put(key, MetadataValue.uint32(value));
    }

    void real(String key, float value) {
        keys.put(key, MetadataValue.float32(value));
    }

    /** Refuses a text that would change the result, where it has another value than ours. */
    void requireText(String from, Set<String> allowed) {
        String value = config.text(from);
        if (value != null && !allowed.contains(value)) {
            throw config.unsupported(
                    from, "%s cannot be run; %s can".formatted(Quoted.quote(value), allowed));
        }
    }

    void requireFlag(String from, boolean value, boolean otherwise, String meaning) {
        if (config.flag(from, otherwise) != value) {
            throw config.unsupported(from, "is %b: %s".formatted(!value, meaning));
        }
    }

    /** Refuses what is there at all. */
    void requireAbsent(String from, String meaning) {
        if (config.has(from)) {
            throw config.unsupported(from, meaning);
        }
    }

    Map<String, MetadataValue> keys() {
        return keys;
    }
}
