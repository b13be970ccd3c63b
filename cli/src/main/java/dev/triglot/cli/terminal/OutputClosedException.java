package dev.triglot.cli.terminal;

import java.io.IOException;

/** Standard output takes no more: the reader of a pipe has gone, or a disk is full. */
public final class OutputClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean readerGone;

    OutputClosedException(IOException cause) {
        super("cannot write to standard output: " + cause.getMessage(), cause);
        String message = String.valueOf(cause.getMessage());
        readerGone = message.contains("Broken pipe") || message.contains("EPIPE");
    }

    /** Whether the reader left on purpose, as {@code head} does: no reason to complain. */
    public boolean readerGone() {
        return readerGone;
    }
}
