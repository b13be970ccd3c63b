package dev.triglot.engine.error;

/** The file is well formed, but its architecture, tensor type or variant cannot be run. */
public final class UnsupportedModelException extends TriglotException {
    private static final long serialVersionUID = 1L;

    public UnsupportedModelException(String message) {
        super("unsupported_model", message, null);
    }
}
