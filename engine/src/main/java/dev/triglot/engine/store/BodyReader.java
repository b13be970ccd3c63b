package dev.triglot.engine.store;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A response body taken piece by piece, with a limit on the wait for each: the client's own input
 * stream would wait for a silent server forever.
 */
final class BodyReader implements BodySubscriber<BodyReader>, AutoCloseable {
    /** What came out of a wait. */
    sealed interface Signal {}

    /** Bytes, in order. */
    record Bytes(List<ByteBuffer> buffers) implements Signal {}

    /** The body is complete as far as its framing says. */
    record End() implements Signal {}

    /** The connection is lost. */
    record Lost() implements Signal {}

    /** Nothing came in the given time. */
    record Silence() implements Signal {}

    // Pieces under way before one is taken; each is at most 16 KiB times a few.
    private static final int AHEAD = 16;

    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private Flow.@Nullable Subscription subscription;
    private boolean closed;

    @Override
    public CompletionStage<BodyReader> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription source) {
        subscription = source;
        if (closed) {
            source.cancel();
        } else {
            source.request(AHEAD);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        signals.add(new Bytes(buffers));
    }

    @Override
    public void onError(Throwable failure) {
        signals.add(new Lost());
    }

    @Override
    public void onComplete() {
        signals.add(new End());
    }

    /** Waits for the next piece. After an end or a loss nothing follows. */
    Signal next(Duration patience) throws InterruptedException {
        Signal signal = signals.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (signal instanceof Bytes) {
            requestOne();
        }
        return signal == null ? new Silence() : signal;
    }

    private synchronized void requestOne() {
        if (subscription != null) {
            subscription.request(1);
        }
    }

    /** Drops the connection unless the body has been read to its end. */
    @Override
    public synchronized void close() {
        closed = true;
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
