package dev.triglot.engine.runtime;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Fixed platform threads that share ranges of work with the caller.
 *
 * <p>The split is static and nothing depends on it. Waiting spins briefly, then yields, then parks:
 * spinning alone starves a competing process, parking alone costs more than a small matrix product.
 * Two callers at once do not queue: the one that finds the pool busy does its work alone.
 */
public final class WorkerPool implements AutoCloseable {
    private static final int SPINS = 200;
    private static final long YIELD_NANOS = 3_000_000;

    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile Crew crew;

    /** A pool of {@code threads} workers, the calling thread included. */
    public WorkerPool(int threads) {
        this.crew = new Crew(threads);
    }

    /** Workers, the caller included. */
    public int threads() {
        return crew.threads;
    }

    /** Changes the number of workers between two jobs. */
    public void resize(int threads) {
        while (!busy.compareAndSet(false, true)) {
            Thread.onSpinWait();
        }
        try {
            crew.stop();
            crew = new Crew(threads);
        } finally {
            busy.set(false);
        }
    }

    /**
     * Runs the job over [0, n), split at multiples of {@code alignment}, and returns when all of it
     * is done.
     *
     * @throws RuntimeException what a part has thrown
     */
    public void run(RangeJob job, int n, int alignment) {
        Crew current = crew;
        if (current.threads == 1 || n <= alignment || !busy.compareAndSet(false, true)) {
            job.run(0, n, 0);
            return;
        }
        try {
            crew.run(job, n, alignment);
        } finally {
            busy.set(false);
        }
    }

    @Override
    public void close() {
        crew.stop();
    }

    /** The threads of one size of pool. */
    private static final class Crew {
        final int threads;
        private final Worker[] workers;
        private final AtomicInteger pending = new AtomicInteger();
        private @Nullable RangeJob job;
        private int n;
        private int alignment;
        private final AtomicInteger generation = new AtomicInteger();
        private volatile boolean stopped;
        private volatile @Nullable Throwable failure;

        Crew(int threads) {
            this.threads = threads;
            this.workers = new Worker[threads - 1];
            for (int i = 0; i < workers.length; i++) {
                workers[i] = new Worker(i + 1);
                workers[i].start();
            }
        }

        void run(RangeJob work, int size, int multiple) {
            job = work;
            n = size;
            alignment = multiple;
            pending.set(workers.length);
            generation.incrementAndGet();
            for (Worker worker : workers) {
                if (worker.parked) {
                    LockSupport.unpark(worker);
                }
            }
            part(0, work);
            for (int spins = 0; pending.get() != 0; spins++) {
                pause(spins);
            }
            rethrow();
        }

        private void part(int worker, RangeJob work) {
            try {
                int from = bound(worker);
                int to = bound(worker + 1);
                if (from < to) {
                    work.run(from, to, worker);
                }
            } catch (Throwable thrown) {
                failure = thrown;
            }
        }

        private int bound(int worker) {
            if (worker == threads) {
                return n;
            }
            long units = ((long) n + alignment - 1) / alignment;
            return (int) Math.min(n, units * worker / threads * alignment);
        }

        private void rethrow() {
            Throwable thrown = failure;
            if (thrown != null) {
                failure = null;
                switch (thrown) {
                    case RuntimeException e -> throw e;
                    case Error e -> throw e;
                    default -> throw new IllegalStateException(thrown);
                }
            }
        }

        // Yielding is the point: a competing process gets the core, and no wake-up is paid.
        @SuppressWarnings("ThreadPriorityCheck")
        private static void pause(int spins) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }

        void stop() {
            stopped = true;
            for (Worker worker : workers) {
                LockSupport.unpark(worker);
            }
        }

        private final class Worker extends Thread {
            private final int index;
            private int seen;
            private volatile boolean parked;

            Worker(int index) {
                super("triglot-worker-" + index);
                this.index = index;
                setDaemon(true);
            }

            @Override
            public void run() {
                while (!stopped) {
                    try {
                        serve();
                    } catch (Throwable late) {
                        // The JVM raises the error for a mapped page that is gone somewhat after
                        // the load, perhaps only here. The crew needs all its workers.
                        failure = late;
                    }
                }
            }

            private void serve() {
                while (await()) {
                    RangeJob work = job;
                    try {
                        if (work != null) {
                            part(index, work);
                        }
                    } finally {
                        pending.decrementAndGet();
                    }
                }
            }

            /** Waits for the next job; false when the pool has stopped. */
            private boolean await() {
                long idleSince = 0;
                for (int spins = 0; generation.get() == seen; spins++) {
                    if (stopped) {
                        return false;
                    }
                    pause(spins);
                    if (spins == SPINS) {
                        idleSince = System.nanoTime();
                    } else if (spins > SPINS && System.nanoTime() - idleSince > YIELD_NANOS) {
                        parked = true;
                        // Published before the last look, so that a caller either sees it or is
                        // seen.
                        if (generation.get() == seen && !stopped) {
                            LockSupport.park(Crew.this);
                        }
                        parked = false;
                    }
                }
                seen = generation.get();
                return true;
            }
        }
    }
}
