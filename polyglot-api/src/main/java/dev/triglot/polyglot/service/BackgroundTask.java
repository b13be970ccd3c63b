package dev.triglot.polyglot.service;

import dev.triglot.polyglot.v1.Progress;
import dev.triglot.polyglot.v1.Task;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Work in a daemon thread of its own. */
class BackgroundTask<T> implements Task {
    private final String what;
    private final Object lock = new Object();
    private @Nullable T value;
    private @Nullable Throwable failure;
    private @Nullable Runnable listener;
    private volatile @Nullable Progress progress;
    private volatile boolean cancelled;
    private volatile boolean ended;

    /**
     * @param what for the thread's name and for messages
     */
    BackgroundTask(String what) {
        this.what = what;
    }

    /** A task that hears of being cancelled through {@link #report}. */
    static <T> BackgroundTask<T> run(String what, Function<BackgroundTask<T>, T> work) {
        BackgroundTask<T> task = new BackgroundTask<>(what);
        task.begin(() -> work.apply(task));
        return task;
    }

    final void begin(Supplier<T> work) {
        Thread thread = new Thread(() -> perform(work), "triglot-" + what);
        thread.setDaemon(true);
        thread.start();
    }

    private void perform(Supplier<T> work) {
        T result = null;
        Throwable thrown = null;
        try {
            if (cancelled) {
                throw Failures.cancelled("the " + what);
            }
            result = work.get();
        } catch (Throwable e) {
            thrown = e;
        }
        synchronized (lock) {
            value = result;
            failure = thrown;
            ended = true;
            lock.notifyAll();
        }
        afterEnd();
        signal();
    }

    /** Called once, when the work is over, before the listener is. */
    void afterEnd() {}

    /** Tells how far it is; false once it has been cancelled. */
    final boolean report(Progress now) {
        progress = now;
        return !cancelled;
    }

    final boolean isCancelled() {
        return cancelled;
    }

    /** Whether the work is over, whatever is left to take. */
    final boolean hasEnded() {
        return ended;
    }

    @Override
    public boolean await(int timeoutMillis) {
        waitForEnd(timeoutMillis);
        return isDone();
    }

    private void waitForEnd(long timeoutMillis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        synchronized (lock) {
            while (!ended) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return;
                }
                try {
                    TimeUnit.NANOSECONDS.timedWait(lock, left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    @Override
    public boolean isDone() {
        return ended;
    }

    @Override
    public T result() {
        while (!ended) {
            waitForEnd(100);
            CallingContext.safepoint();
            if (Thread.currentThread().isInterrupted()) {
                throw Failures.cancelled("waiting for the " + what);
            }
        }
        return outcome();
    }

    /** The result of what has ended. */
    final T outcome() {
        synchronized (lock) {
            if (failure != null) {
                throw Failures.translated(failure);
            }
            if (value == null) {
                throw new IllegalStateException(what + " has not ended");
            }
            return value;
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    @Override
    public @Nullable Progress progress() {
        return progress;
    }

    @Override
    public void whenReady(Runnable newListener) {
        synchronized (lock) {
            listener = newListener;
        }
        if (ended || hasMore()) {
            newListener.run();
        }
    }

    /** Whether there is something to take before the end. */
    boolean hasMore() {
        return false;
    }

    final void signal() {
        Runnable heard;
        synchronized (lock) {
            heard = listener;
        }
        if (heard != null) {
            heard.run();
        }
    }
}
