package dev.triglot.polyglot.service;

import dev.triglot.engine.SessionOptions;
import dev.triglot.engine.SessionOptions.KvCacheType;
import java.util.List;
import java.util.Locale;

/** The options of a session. */
final class SessionSettings {
    private SessionSettings() {}

    static SessionOptions read(Options options) {
        SessionOptions otherwise = SessionOptions.DEFAULT;
        String type = options.word("kvCacheType", "f16", List.of("f16", "f32", "q8_0"));
        return new SessionOptions(
                options.integer("contextLength", otherwise.contextLength()),
                KvCacheType.valueOf(type.toUpperCase(Locale.ROOT)),
                options.integer("batchSize", otherwise.batchSize()),
                options.number("contextErase", otherwise.contextErase()));
    }
}
