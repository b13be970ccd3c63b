package dev.triglot.engine.store;

import dev.triglot.engine.error.ModelStoreException.Reason;
import java.time.Duration;

/** A failure that may pass, such as a lost connection or an overloaded server. */
final class TransientFailure extends SourceFailure {
    private static final long serialVersionUID = 1L;

    private final Duration wanted;

    /**
     * @param wanted the pause the server asks for, or zero
     */
    TransientFailure(String message, Duration wanted) {
        super(Reason.DOWNLOAD_FAILED, message);
        this.wanted = wanted;
    }

    TransientFailure(String message) {
        this(message, Duration.ZERO);
    }

    Duration wanted() {
        return wanted;
    }
}
