package dev.triglot.engine.runtime;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Fixed platform threads that share ranges of work with the caller.
 *
 * <p>Whoever is free takes the next part, and nothing depends on who takes which. A worker that
 * does not come, because another process has its core, is not waited for: the others do its parts.
 *
 * <p>Waiting spins briefly, then yields, then parks: spinning alone starves a competing process,
 * parking alone costs more than a small matrix product. Two callers at once do not queue: the one
 * that finds the pool busy does its work alone.
 */
public final class WorkerPool implements AutoCloseable {
    private static final int SPINS = 200;
    private static final long YIELD_NANOS = 3_000_000;

    /** Parts per worker: so much of its work can others do for one that is late. */
    public static final int PARTS = 4;

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
     * Runs the job over [0, n), split at multiples of {@code alignment} into up to {@link #PARTS}
     * parts per worker, and returns when all of it is done.
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
        /** Jobs are counted above the bits of {@link #state} that count workers. */
        private static final long JOB = 1L << 32;

        /** Workers may join the job. */
        private static final long OPEN = 1L << 31;

        final int threads;
        private final Worker[] workers;

        /** Number of the job, whether it is open, and how many workers have joined it. */
        private final AtomicLong state = new AtomicLong();

        /** The next part of the job. */
        private final AtomicInteger next = new AtomicInteger();

        private @Nullable RangeJob job;
        private int n;
        private int alignment;
        private int parts;
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
            parts = (int) Math.min(units(), (long) threads * PARTS);
            next.set(0);
            long number = number(state.get()) + JOB;
            state.set(number | OPEN);
            for (Worker worker : workers) {
                if (worker.parked) {
                    LockSupport.unpark(worker);
                }
            }
            takeParts(0, work);
            // Who has not come by now finds nothing to do.
            state.addAndGet(-OPEN);
            for (int spins = 0; state.get() != number; spins++) {
                pause(spins);
            }
            rethrow();
        }

        private static long number(long state) {
            return state & -JOB;
        }

        private void takeParts(int worker, RangeJob work) {
            try {
                for (int i = next.getAndIncrement(); i < parts; i = next.getAndIncrement()) {
                    work.run(bound(i), bound(i + 1), worker);
                }
            } catch (Throwable thrown) {
                failure = thrown;
            }
        }

        private int bound(int part) {
            return (int) Math.min(n, units() * part / parts * alignment);
        }

        private long units() {
            return ((long) n + alignment - 1) / alignment;
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

            /** The last job that it has joined. */
            private long seen;

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
                            takeParts(index, work);
                        }
                    } finally {
                        state.decrementAndGet();
                    }
                }
            }

            /** Waits for the next job and joins it; false when the pool has stopped. */
            private boolean await() {
                long idleSince = 0;
                for (int spins = 0; !joins(); spins++) {
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
                        if (!isOffered(state.get()) && !stopped) {
                            LockSupport.park(Crew.this);
                        }
                        parked = false;
                    }
                }
                return true;
            }

            /** Joins a job that is open and has not been joined before. */
            private boolean joins() {
                long now = state.get();
                if (isOffered(now) && state.compareAndSet(now, now + 1)) {
                    seen = number(now);
                    return true;
                }
                return false;
            }

            private boolean isOffered(long now) {
                return (now & OPEN) != 0 && number(now) != seen;
            }
        }
    }
}
