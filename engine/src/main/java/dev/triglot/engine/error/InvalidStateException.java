package dev.triglot.engine.error;

/** A call that the object's state does not allow: it is closed, or another thread is using it. */
public final class InvalidStateException extends TriglotException {
    private static final long serialVersionUID = 1L;

    private InvalidStateException(String code, String message) {
        super(code, message, null);
    }

    /** Code {@code closed}. */
    public static InvalidStateException closed(String what) {
        return new InvalidStateException("closed", what + " is closed: open a new one");
    }

    /** Code {@code busy}. */
    public static InvalidStateException busy(String what) {
        return new InvalidStateException(
                "busy", what + " is in use by another thread: wait for it, or open a second one");
    }

    /** Code {@code cancelled}: a call that returns numbers was cancelled before it had them. */
    public static InvalidStateException cancelled() {
        return new InvalidStateException("cancelled", "the call was cancelled before it was done");
    }
}
