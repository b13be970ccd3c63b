package dev.triglot.engine.error;

/** A caller's argument is out of its range. */
public final class InvalidArgumentException extends TriglotException {
    private static final long serialVersionUID = 1L;

    public InvalidArgumentException(String message) {
        super("invalid_argument", message, null);
    }
}
