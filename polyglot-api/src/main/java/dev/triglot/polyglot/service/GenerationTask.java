package dev.triglot.polyglot.service;

import dev.triglot.engine.TokenListener;
import dev.triglot.polyglot.v1.Completion;
import dev.triglot.polyglot.v1.Generation;
import dev.triglot.polyglot.v1.Piece;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A generation in a thread of its own. */
final class GenerationTask extends BackgroundTask<Completion> implements Generation {
    private final PieceQueue pieces = new PieceQueue(this::hasEnded);
    private final Runnable onCancel;

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
                    }
                };
        begin(whole);
    }

    @Override
    public @Nullable Piece poll(int timeoutMillis) {
        Piece piece = pieces.take(timeoutMillis);
        if (piece == null && isDone()) {
            outcome();
        }
        return piece;
    }

    @Override
    boolean hasMore() {
        return !pieces.isEmpty();
    }

    @Override
    void afterEnd() {
        pieces.wake();
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
        pieces.drop();
        return super.result();
    }

    @Override
    public void cancel() {
        super.cancel();
        onCancel.run();
        pieces.wake();
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
            if (!pieces.add(piece, GenerationTask.this::isCancelled)) {
                return false;
            }
            signal();
            return !isCancelled();
        }
    }
}
