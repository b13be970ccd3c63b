package dev.triglot.notebook.language;

import java.util.function.BooleanSupplier;

/** What runs a JavaScript context's timers and what other threads have posted to it. */
@FunctionalInterface
public interface EventLoop {
    /** Runs until something holds, or until nothing is left that could make it hold. */
    void runUntil(BooleanSupplier done);
}
