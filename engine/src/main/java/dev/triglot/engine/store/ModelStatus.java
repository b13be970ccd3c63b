package dev.triglot.engine.store;

import java.nio.file.Path;

/**
 * A model of the catalog and what the store has of it.
 *
 * @param bytes how much is on disk
 * @param file where the complete file is, or will be
 */
public record ModelStatus(CatalogModel model, State state, long bytes, Path file) {
    /** How much of a model the store has. */
    public enum State {
        /** Nothing. */
        ABSENT,
        /** An unfinished download, which the next one resumes. */
        PARTIAL,
        /** The whole file. */
        PRESENT
    }
}
