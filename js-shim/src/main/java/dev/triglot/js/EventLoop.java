package dev.triglot.js;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Node's event loop: one thread runs timers, immediates and what other threads have posted, and
 * ends when nothing can happen any more.
 *
 * <p>Only {@link #post}, {@link #begin} and the methods of {@link Operation} may be called from
 * other threads.
 */
final class EventLoop {
    private final LinkedBlockingQueue<Runnable> posted = new LinkedBlockingQueue<>();
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(
                    Comparator.<Timer>comparingLong(t -> t.due).thenComparingInt(t -> t.id));
    private final Map<Integer, Timer> timersById = new HashMap<>();
    private final AtomicInteger operations = new AtomicInteger();
    private final Deque<Immediate> immediates = new ArrayDeque<>();
    private int nextId = 1;

    private static final class Timer {
        final int id;
        final Runnable callback;
        final long period;
        long due;
        boolean keepsAlive = true;

        Timer(int id, Runnable callback, long due, long period) {
            this.id = id;
            this.callback = callback;
            this.due = due;
            this.period = period;
        }
    }

    private record Immediate(int id, Runnable callback) {}

    /** Something that runs elsewhere and keeps the loop alive until it ends. */
    final class Operation {
        private boolean counted = true;
        private boolean ended;

        private Operation() {
            operations.incrementAndGet();
        }

        /** Runs in the loop's thread; the operation goes on. */
        void report(Runnable task) {
            post(task);
        }

        /** Runs in the loop's thread, and ends the operation. */
        void end(Runnable task) {
            post(() -> {
                finish();
                task.run();
            });
        }

        private synchronized void finish() {
            ended = true;
            keepAlive(false);
        }

        /** Whether the loop waits for it. */
        synchronized void keepAlive(boolean alive) {
            if (alive != counted && !(alive && ended)) {
                counted = alive;
                operations.addAndGet(alive ? 1 : -1);
            }
        }
    }

    /** Starts an operation that reports from another thread. */
    Operation begin() {
        return new Operation();
    }

    /** Runs a task in the loop's thread, as soon as it gets there. */
    void post(Runnable task) {
        posted.add(task);
    }

    /**
     * Runs a callback later.
     *
     * @param repeat whether again and again
     * @return a handle for {@link #cancel}
     */
    int schedule(Runnable callback, long millis, boolean repeat) {
        long period = TimeUnit.MILLISECONDS.toNanos(Math.max(1, millis));
        Timer timer =
                new Timer(nextId++, callback, System.nanoTime() + period, repeat ? period : 0);
        timers.add(timer);
        timersById.put(timer.id, timer);
        return timer.id;
    }

    /** Runs a callback after what is due now. */
    int immediate(Runnable callback) {
        immediates.add(new Immediate(nextId++, callback));
        return nextId - 1;
    }

    void cancel(int id) {
        Timer timer = timersById.remove(id);
        if (timer == null) {
            immediates.removeIf(immediate -> immediate.id == id);
        } else {
            timers.remove(timer);
        }
    }

    /** Whether the loop goes on because of this timer alone. */
    void keepAlive(int id, boolean alive) {
        Timer timer = timersById.get(id);
        if (timer != null) {
            timer.keepsAlive = alive;
        }
    }

    /**
     * One round.
     *
     * @param wait whether to wait where nothing is due yet
     * @return false if nothing can happen any more
     */
    boolean step(boolean wait) throws InterruptedException {
        runTimers();
        runPosted();
        runImmediates();
        if (!posted.isEmpty() || !immediates.isEmpty()) {
            return true;
        }
        if (!isAlive()) {
            return false;
        }
        if (wait) {
            Runnable task = await(timers.peek());
            if (task != null) {
                task.run();
            }
        }
        return true;
    }

    /** Whether something can still happen. */
    boolean isAlive() {
        return operations.get() > 0
                || !posted.isEmpty()
                || !immediates.isEmpty()
                || timers.stream().anyMatch(timer -> timer.keepsAlive);
    }

    private @Nullable Runnable await(@Nullable Timer next) throws InterruptedException {
        return next == null
                ? posted.take()
                : posted.poll(Math.max(0, next.due - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    private void runTimers() {
        long now = System.nanoTime();
        for (Timer timer = timers.peek();
                timer != null && timer.due - now <= 0;
                timer = timers.peek()) {
            timers.remove(timer);
            if (timer.period == 0) {
                timersById.remove(timer.id);
            } else {
                timer.due = Math.max(timer.due + timer.period, now + 1);
                timers.add(timer);
            }
            timer.callback.run();
        }
    }

    private void runPosted() {
        for (int n = posted.size(); n > 0; n--) {
            Runnable task = posted.poll();
            if (task != null) {
                task.run();
            }
        }
    }

    private void runImmediates() {
        // Those that these add wait for the next round; one that throws leaves those behind it.
        int last = nextId;
        for (Immediate next = immediates.peek();
                next != null && next.id < last;
                next = immediates.peek()) {
            immediates.remove();
            next.callback.run();
        }
    }
}
