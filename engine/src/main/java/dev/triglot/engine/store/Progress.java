package dev.triglot.engine.store;

import java.util.concurrent.TimeUnit;

/** Passes byte counts on at a bearable rate, and ends the work where it was told to stop. */
final class Progress {
    /** How often a waiting loop should look again, and the shortest time between two reports. */
    static final long TICK_MILLIS = 100;

    private final ProgressListener listener;
    private long lastReport = System.nanoTime() - TimeUnit.SECONDS.toNanos(1);

    Progress(ProgressListener listener) {
        this.listener = listener;
    }

    ProgressListener listener() {
        return listener;
    }

    /**
     * @throws dev.triglot.engine.error.ModelStoreException with CANCELLED
     */
    void arrived(long bytes, long total) {
        checkInterrupt();
        if ((bytes == total || isDue()) && !listener.progress(bytes, total)) {
            throw Failures.cancelled();
        }
    }

    /** As {@link #arrived}. */
    void hashed(long bytes, long total) {
        checkInterrupt();
        if ((bytes == total || isDue()) && !listener.verifying(bytes, total)) {
            throw Failures.cancelled();
        }
    }

    /** Sleeps; an interrupt cancels and stays set. */
    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.cancelled();
        }
    }

    private static void checkInterrupt() {
        if (Thread.currentThread().isInterrupted()) {
            throw Failures.cancelled();
        }
    }

    private boolean isDue() {
        long now = System.nanoTime();
        if (now - lastReport < TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS)) {
            return false;
        }
        lastReport = now;
        return true;
    }
}
