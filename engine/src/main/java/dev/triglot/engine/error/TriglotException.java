package dev.triglot.engine.error;

/**
 * The root of everything the engine throws on purpose.
 *
 * <p>A message says what is wrong, where, and what to do. The {@link #code()} is stable: programs
 * compare it, people read the message.
 */
public abstract sealed class TriglotException extends RuntimeException
        permits ModelFormatException,
                UnsupportedModelException,
                ModelNotFoundException,
                InsufficientMemoryException,
                ContextOverflowException,
                InvalidArgumentException,
                InvalidStateException,
                TemplateException,
                StateException,
                ModelStoreException,
                ModelWriteException {
    private static final long serialVersionUID = 1L;

    private final String code;

    TriglotException(
            String code, String message, @org.jspecify.annotations.Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** A stable identifier in lower case with underscores, such as {@code malformed_model}. */
    public final String code() {
        return code;
    }
}
