package dev.triglot.polyglot.service;

import dev.triglot.polyglot.v1.Piece;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Pieces on their way from the generating thread to a guest's, in bursts: a reader that has just
 * been woken and has taken all there was is not woken again for a while.
 *
 * <p>Each token reads the whole model through the processor's caches, so that a guest finds nothing
 * of its own left there: the first steps after a token take many times what further ones do. Read
 * one by one, pieces of a small model cost it several percent of its speed.
 */
final class PieceQueue {
    /** A generation pauses when its reader is this many tokens behind. */
    static final int MAX_WAITING = 1024;

    /** From one wake-up to the next: short enough for text to seem to flow. */
    private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

    /** How long either side waits until it looks whether the other one has given up. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Deque<Piece> pieces = new ArrayDeque<>();
    private final BooleanSupplier ended;
    private boolean dropping;
    private boolean resting;
    private long nextBurst = System.nanoTime();

    /**
     * @param ended whether no more pieces come; {@link #wake} tells when that changes
     */
    PieceQueue(BooleanSupplier ended) {
        this.ended = ended;
    }

    /**
     * Adds a piece; waits while the reader is far behind.
     *
     * @param cancelled whether nobody wants it any more; {@link #wake} tells when that changes
     * @return false if this thread was interrupted
     */
    synchronized boolean add(Piece piece, BooleanSupplier cancelled) {
        while (pieces.size() >= MAX_WAITING && !cancelled.getAsBoolean()) {
            if (!pause(LOOK_NANOS)) {
                return false;
            }
        }
        if (!dropping) {
            pieces.add(piece);
            if (!resting) {
                notifyAll();
            }
        }
        return true;
    }

    /** The next piece; null if none came in time, or no more come. */
    synchronized @Nullable Piece take(int timeoutMillis) {
        if (pieces.isEmpty() && timeoutMillis > 0) {
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
            resting = true;
            boolean goesOn = awaitEnd(Math.min(nextBurst, deadline));
            resting = false;
            if (goesOn) {
                awaitPiece(deadline);
            }
            if (!pieces.isEmpty()) {
                nextBurst = System.nanoTime() + BURST_NANOS;
            }
        }
        if (pieces.size() >= MAX_WAITING) {
            notifyAll();
        }
        return pieces.poll();
    }

    /** Waits until a time, or until no more pieces come; false if this thread was interrupted. */
    private boolean awaitEnd(long time) {
        for (long left = time - System.nanoTime();
                left > 0 && !ended.getAsBoolean();
                left = time - System.nanoTime()) {
            if (!pause(left)) {
                return false;
            }
        }
        return true;
    }

    private void awaitPiece(long deadline) {
        for (long left = deadline - System.nanoTime();
                left > 0 && pieces.isEmpty() && !ended.getAsBoolean();
                left = deadline - System.nanoTime()) {
            if (!pause(left)) {
                return;
            }
        }
    }

    private boolean pause(long nanos) {
        try {
            TimeUnit.NANOSECONDS.timedWait(this, nanos);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    synchronized boolean isEmpty() {
        return pieces.isEmpty();
    }

    /** Drops what is there, and what comes. */
    synchronized void drop() {
        dropping = true;
        pieces.clear();
        notifyAll();
    }

    /** Lets both sides look whether there is still something to wait for. */
    synchronized void wake() {
        notifyAll();
    }
}
