package dev.triglot.polyglot.host;

import dev.triglot.polyglot.v1.TriglotError;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a sandboxed guest in a thread of its own, while the caller watches its limits. Some things
 * that a script can do end at no safepoint, such as a power of huge integers: then the thread is
 * left behind, and the caller goes on nevertheless.
 */
final class Supervisor {
    private static final long LOOK_MILLIS = 50;

    /** How long a guest may take to end once it is being closed. */
    static final Duration GRACE = Duration.ofSeconds(5);

    private static final long STACK_BYTES = 16 << 20;

    private final Limits limits;
    private final HeapUse heap;
    private final Runnable end;
    private final ReentrantLock turn = new ReentrantLock();
    private final ExecutorService worker;
    private volatile @Nullable Thread thread;

    /**
     * @param end closes the guest, which ends what runs
     */
    Supervisor(Limits limits, Runnable end) {
        this.limits = limits;
        this.heap = new HeapUse(limits.heapBytes());
        this.end = end;
        this.worker = Executors.newSingleThreadExecutor(this::newThread);
    }

    private Thread newThread(Runnable task) {
        Thread made =
                Thread.ofPlatform()
                        .daemon()
                        .name("triglot-guest")
                        .stackSize(STACK_BYTES)
                        .unstarted(task);
        thread = made;
        return made;
    }

    /** Waits for its turn, runs the action, and throws what it throws. */
    <T> T run(Supplier<T> action) {
        if (Thread.currentThread().equals(thread)) {
            return action.get();
        }
        turn.lock();
        try {
            return watch(submit(action));
        } finally {
            turn.unlock();
        }
    }

    private <T> Future<T> submit(Supplier<T> action) {
        try {
            return worker.submit(() -> {
                heap.begin();
                try {
                    return action.get();
                } finally {
                    heap.end();
                }
            });
        } catch (RejectedExecutionException closed) {
            throw new TriglotError("closed", "the guest is closed: make a new one", closed);
        }
    }

    private <T> T watch(Future<T> running) {
        long deadline = System.nanoTime() + limits.time().toNanos();
        while (true) {
            try {
                return running.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException stillRunning) {
                if (System.nanoTime() - deadline > 0) {
                    throw ended(
                            running,
                            "limit_exceeded",
                            "the script ran longer than " + limits.time().toMillis() + " ms");
                }
                if (heap.isExceeded()) {
                    throw ended(
                            running,
                            "limit_exceeded",
                            "the script keeps more than "
                                    + limits.heapBytes()
                                    + " bytes of memory");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw ended(running, "cancelled", "the thread that ran the script was interrupted");
            } catch (ExecutionException e) {
                throw thrown(e.getCause());
            }
        }
    }

    private TriglotError ended(Future<?> running, String code, String text) {
        inTime(end, GRACE);
        boolean stopped = running.state() != Future.State.RUNNING;
        return new TriglotError(
                code,
                text + (stopped ? "" : ", and cannot be stopped: its thread is left behind"),
                null);
    }

    private static RuntimeException thrown(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }

    /** Nothing can be run from then on. */
    void close() {
        worker.shutdown();
    }

    /** Does something in another thread, and does not wait for it for ever. */
    static void inTime(Runnable action, Duration limit) {
        Thread doing = Thread.ofPlatform().daemon().name("triglot-end").start(action);
        boolean interrupted = false;
        long deadline = System.nanoTime() + limit.toNanos();
        while (doing.isAlive() && System.nanoTime() - deadline < 0) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(doing, deadline - System.nanoTime());
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
