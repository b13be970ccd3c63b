package dev.triglot.launch;

import java.util.Timer;
import java.util.TimerTask;

/** Ends a program when its time is up. */
final class Watchdog implements AutoCloseable {
    private final Timer timer = new Timer("watchdog", true);
    private volatile boolean fired;

    /**
     * Begins to watch.
     *
     * @param seconds the program's time; 0 for any
     * @param end ends the program
     */
    void start(long seconds, Runnable end) {
        if (seconds > 0) {
            timer.schedule(
                    new TimerTask() {
                        @Override
                        public void run() {
                            fired = true;
                            end.run();
                        }
                    },
                    seconds * 1000);
        }
    }

    /** Whether the program's time was up. */
    boolean fired() {
        return fired;
    }

    @Override
    public void close() {
        timer.cancel();
    }
}
