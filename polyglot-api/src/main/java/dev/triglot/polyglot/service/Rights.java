package dev.triglot.polyglot.service;

import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.ModelOptions;
import dev.triglot.engine.store.ModelStore;
import dev.triglot.engine.store.ProgressListener;
import dev.triglot.polyglot.v1.TriglotError;
import java.nio.file.Path;

/** What a guest may reach through the API. */
interface Rights {
    /** No limit. */
    int UNLIMITED = Integer.MAX_VALUE;

    /**
     * An open model.
     *
     * @param shared whether it is the host's, who closes it
     * @param release gives back what was reserved for it
     */
    record Opened(LanguageModel model, boolean shared, Runnable release) {}

    /**
     * The file of a model.
     *
     * @param download whether one of the catalog may be fetched
     */
    Path file(String pathOrName, boolean download, ProgressListener listener);

    Opened open(
            String pathOrName, ModelOptions options, boolean download, ProgressListener listener);

    ModelStore store();

    /** A path as this guest may see it. */
    String shown(Path path);

    /** Where a saved session is. */
    Path savedState(String path);

    /**
     * Where a session may be saved.
     *
     * @param bytes that it will have
     */
    Path newState(String path, long bytes);

    /**
     * Asks for a session's memory.
     *
     * @return gives it back
     * @throws TriglotError with code {@code limit_exceeded}
     */
    Runnable reserve(String what, int contextLength, long bytes);

    /** Tokens of one generation at most. */
    int maxTokens();
}
