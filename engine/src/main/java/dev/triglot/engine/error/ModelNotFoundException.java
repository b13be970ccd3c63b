package dev.triglot.engine.error;

/** No file and no catalog entry has the given name. */
public final class ModelNotFoundException extends TriglotException {
    private static final long serialVersionUID = 1L;

    public ModelNotFoundException(String message) {
        super("model_not_found", message, null);
    }
}
