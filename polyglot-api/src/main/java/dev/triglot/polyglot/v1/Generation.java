package dev.triglot.polyglot.v1;

import org.graalvm.polyglot.HostAccess;
import org.jspecify.annotations.Nullable;

/**
 * A generation that runs in a thread of its own and is taken piece by piece by one thread. The
 * result is a {@link Completion}, also after {@link #cancel}.
 *
 * <p>It pauses while a reader is far behind. Whoever stops reading before the end should cancel;
 * until then the session is busy.
 */
public interface Generation extends Task {
    /**
     * The next piece. A loop over {@code poll(100)} until {@link #isDone} sees every piece: a
     * generation is done only when all its pieces have been taken.
     *
     * @return null if none came in time, or all have been taken
     * @throws TriglotError what the generation failed with, after the last piece
     */
    @HostAccess.Export
    @Nullable Piece poll(int timeoutMillis);

    /**
     * Waits for the end and gives the whole; pieces that were not taken are dropped.
     *
     * @throws TriglotError what it failed with
     */
    @Override
    @HostAccess.Export
    Completion result();
}
