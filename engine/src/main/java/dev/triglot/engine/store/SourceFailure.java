package dev.triglot.engine.store;

import dev.triglot.engine.error.ModelStoreException.Reason;

/** One source could not deliver; another one may. */
class SourceFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /**
     * @param message one line without a full stop, fit to follow the source's name
     */
    SourceFailure(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    SourceFailure(String message) {
        this(Reason.DOWNLOAD_FAILED, message);
    }

    final Reason reason() {
        return reason;
    }

    final String message() {
        return String.valueOf(getMessage());
    }
}
