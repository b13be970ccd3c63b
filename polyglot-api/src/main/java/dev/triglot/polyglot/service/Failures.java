package dev.triglot.polyglot.service;

import dev.triglot.engine.error.TriglotException;
import dev.triglot.polyglot.v1.TriglotError;
import java.util.function.Supplier;
import org.graalvm.polyglot.PolyglotException;
import org.jspecify.annotations.Nullable;

/** Turns whatever is thrown into what guests may see. */
final class Failures {
    private Failures() {}

    static <T extends @Nullable Object> T guarded(Supplier<T> action) {
        try {
            return action.get();
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            throw translated(e);
        }
    }

    static void guarded(Runnable action) {
        guarded(() -> {
            action.run();
            return action;
        });
    }

    /** A guest's own exception stays what it is: it comes out of the call unchanged. */
    static RuntimeException translated(Throwable e) {
        return switch (e) {
            case TriglotError known -> known;
            case PolyglotException guests -> guests;
            case TriglotException known -> new TriglotError(known.code(), message(known), known);
            case OutOfMemoryError _ ->
                    new TriglotError(
                            "insufficient_memory",
                            "the Java heap is exhausted: start with a larger -Xmx, or use shorter"
                                    + " contexts",
                            e);
            default ->
                    new TriglotError(
                            "internal_error",
                            e + ": this is a fault of Triglot, details() has what a report needs",
                            e);
        };
    }

    static TriglotError invalid(String text) {
        return new TriglotError("invalid_argument", text, null);
    }

    static TriglotError cancelled(String what) {
        return new TriglotError("cancelled", what + " was cancelled before it was done", null);
    }

    static TriglotError notImplemented(String feature) {
        return new TriglotError(
                "not_implemented",
                feature + ": this version of Triglot does not have it yet",
                null);
    }

    private static String message(Throwable e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message;
    }
}
