package dev.triglot.polyglot.service;

import dev.triglot.engine.TokenListener;
import dev.triglot.polyglot.v1.Completion;
import dev.triglot.polyglot.v1.Generation;
import dev.triglot.polyglot.v1.Piece;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A generation in a thread of its own, with a bounded queue of pieces. */
final class GenerationTask extends BackgroundTask<Completion> implements Generation {
    /** A generation pauses when its reader is this many tokens behind. */
    static final int MAX_WAITING = 1024;

    private final Deque<Piece> pieces = new ArrayDeque<>();
    private final Runnable onCancel;
    private boolean dropping;

    private record Token(int id, String text) implements Piece {}

    /**
     * @param onCancel ends the engine's work, if it is still this generation's
     */
    GenerationTask(Runnable onCancel) {
        super("generation");
        this.onCancel = onCancel;
    }

    void start(Function<TokenListener, Completion> work, Runnable afterwards) {
        Supplier<Completion> whole =
                () -> {
                    try {
                        return work.apply(new Queueing());
                    } finally {
                        afterwards.run();
                        wake();
                    }
                };
        begin(whole);
    }

    @Override
    public @Nullable Piece poll(int timeoutMillis) {
        Piece piece = take(timeoutMillis);
        if (piece == null && hasEnded() && !hasMore()) {
            outcome();
        }
        return piece;
    }

    private @Nullable Piece take(int timeoutMillis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        synchronized (pieces) {
            while (pieces.isEmpty()) {
                long left = deadline - System.nanoTime();
                if (hasEnded() || left <= 0) {
                    return null;
                }
                try {
                    // The end is not announced under this lock: look again soon.
                    TimeUnit.NANOSECONDS.timedWait(pieces, Math.min(left, 5_000_000));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return null;
                }
            }
            pieces.notifyAll();
            return pieces.poll();
        }
    }

    @Override
    boolean hasMore() {
        synchronized (pieces) {
            return !pieces.isEmpty();
        }
    }

    @Override
    public boolean isDone() {
        return hasEnded() && !hasMore();
    }

    @Override
    public boolean await(int timeoutMillis) {
        super.await(timeoutMillis);
        return hasEnded();
    }

    @Override
    public Completion result() {
        synchronized (pieces) {
            dropping = true;
            pieces.clear();
            pieces.notifyAll();
        }
        return super.result();
    }

    @Override
    public void cancel() {
        super.cancel();
        onCancel.run();
        wake();
    }

    private void wake() {
        synchronized (pieces) {
            pieces.notifyAll();
        }
    }

    /** Hears the engine, on the generating thread. */
    private final class Queueing implements TokenListener {
        @Override
        public boolean onPromptToken(int id, boolean cached) {
            return !isCancelled();
        }

        @Override
        public boolean onToken(int id, String text) {
            return add(new Token(id, text));
        }

        @Override
        public void onEnd(String rest) {
            if (!rest.isEmpty()) {
                add(new Token(-1, rest));
            }
        }

        private boolean add(Piece piece) {
            synchronized (pieces) {
                while (pieces.size() >= MAX_WAITING && !isCancelled()) {
                    try {
                        pieces.wait(100);
                    } catch (InterruptedException e) {
                        return false;
                    }
                }
                if (!dropping) {
                    pieces.add(piece);
                    pieces.notifyAll();
                }
            }
            signal();
            return !isCancelled();
        }
    }
}
