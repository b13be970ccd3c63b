package dev.triglot.engine.error;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A saved session cannot be taken over. */
public final class StateException extends TriglotException {
    private static final long serialVersionUID = 1L;

    /** Why; the lower-case name is the exception's code. */
    public enum Reason {
        /** Not a saved session, cut off, or damaged. */
        MALFORMED_STATE,
        /** Sound, but of another model, of other session options, or too long for the context. */
        STATE_MISMATCH,
        /** The file cannot be read. */
        STATE_UNREADABLE
    }

    private final Reason reason;

    public StateException(Reason reason, String message, @Nullable Throwable cause) {
        super(reason.name().toLowerCase(Locale.ROOT), message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
