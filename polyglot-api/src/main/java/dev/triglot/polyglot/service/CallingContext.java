package dev.triglot.polyglot.service;

import org.graalvm.polyglot.Context;

/** The guest context that the current thread is in, if any. */
final class CallingContext {
    private CallingContext() {}

    /**
     * Lets a guest's context act on this thread: end it where it is being closed or interrupted.
     * Without effect outside of a context.
     */
    static void safepoint() {
        Context current;
        try {
            current = Context.getCurrent();
        } catch (IllegalStateException outside) {
            return;
        }
        current.safepoint();
    }
}
