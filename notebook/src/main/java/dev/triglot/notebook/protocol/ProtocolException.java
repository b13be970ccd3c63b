package dev.triglot.notebook.protocol;

/** A connection file or a message that is not as the protocol says. */
public final class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ProtocolException(String message) {
        super(message);
    }
}
