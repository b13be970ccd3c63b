package dev.triglot.engine.error;

/**
 * The model and its context need more memory than there is; thrown before anything is allocated.
 */
public final class InsufficientMemoryException extends TriglotException {
    private static final long serialVersionUID = 1L;

    public InsufficientMemoryException(String message) {
        super("insufficient_memory", message, null);
    }
}
