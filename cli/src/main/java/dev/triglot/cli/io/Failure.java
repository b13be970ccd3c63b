package dev.triglot.cli.io;

import dev.triglot.cli.terminal.Interrupts;
import org.jspecify.annotations.Nullable;

/** A command cannot go on. The message is for the user: what is wrong and what to do. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private Failure(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    public static Failure failed(String message, @Nullable Throwable cause) {
        return new Failure(1, message, cause);
    }

    /** The arguments make no sense together. */
    public static Failure usage(String message) {
        return new Failure(2, message, null);
    }

    /** Ctrl-C ended the work. */
    public static Failure interrupted(String message) {
        return new Failure(Interrupts.EXIT_CODE, message, null);
    }

    public int exitCode() {
        return exitCode;
    }
}
