package dev.triglot.engine.error;

import org.jspecify.annotations.Nullable;

/** A model could not be fetched, checked or stored. */
public final class ModelStoreException extends TriglotException {
    private static final long serialVersionUID = 1L;

    /** Why it failed; the lower-case name is the exception's code. */
    public enum Reason {
        DOWNLOAD_FAILED,
        CHECKSUM_MISMATCH,
        NO_SPACE,
        LOCKED,
        STORE_UNREADABLE,
        CANCELLED
    }

    private final Reason reason;

    public ModelStoreException(Reason reason, String message, @Nullable Throwable cause) {
        super(reason.name().toLowerCase(java.util.Locale.ROOT), message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
