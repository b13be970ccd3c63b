package dev.triglot.engine.error;

/** A prompt does not fit into the context window. */
public final class ContextOverflowException extends TriglotException {
    private static final long serialVersionUID = 1L;

    public ContextOverflowException(String message) {
        super("context_overflow", message, null);
    }
}
