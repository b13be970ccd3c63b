package dev.triglot.polyglot.v1;

import org.graalvm.polyglot.HostAccess;
import org.jspecify.annotations.Nullable;

/**
 * Work in a thread of its own. A guest waits in short steps, so that its own interrupts, timers and
 * tasks go on in between.
 */
public interface Task {
    /**
     * Waits for the end, at most this long.
     *
     * @return whether it has ended
     */
    @HostAccess.Export
    boolean await(int timeoutMillis);

    @HostAccess.Export
    boolean isDone();

    /**
     * What it gave; waits for it without a limit where it has not ended.
     *
     * @throws TriglotError what it failed with
     */
    @HostAccess.Export
    Object result();

    /** Ends it soon, with code {@code cancelled} where there is no partial result. */
    @HostAccess.Export
    void cancel();

    /** How far it is; null where it does not say. */
    @HostAccess.Export
    @Nullable Progress progress();

    /**
     * For event loops written in Java, not for guests: calls back, from any thread, each time there
     * is something new to take, and at the end; at once where that is already so.
     */
    void whenReady(Runnable listener);
}
