package dev.triglot.engine.error;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A model could not be written. Nothing is left under its name, nor beside it. */
public final class ModelWriteException extends TriglotException {
    private static final long serialVersionUID = 1L;

    /** Why it failed; the lower-case name is the exception's code. */
    public enum Reason {
        /** The disk has less room than the file needs. */
        NO_SPACE,
        /** The target cannot be created or written. */
        NOT_WRITABLE,
        /** The target is one of the files that are read. */
        TARGET_IS_SOURCE
    }

    private final Reason reason;

    public ModelWriteException(Reason reason, String message, @Nullable Throwable cause) {
        super(reason.name().toLowerCase(Locale.ROOT), message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
