package dev.triglot.engine;

import dev.triglot.engine.generate.Evaluator;
import dev.triglot.engine.generate.Generation;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A session's generation in a batch. What goes wrong with it stays with it. */
final class BatchMember {
    private final Session session;
    private final Generation generation;
    private final int[] prompt;
    private final CompletableFuture<GenerationResult> future = new CompletableFuture<>();
    private int logitsAt;
    private @Nullable GenerationResult result;
    private @Nullable Throwable failure;

    BatchMember(Session session, Generation generation, int[] prompt) {
        this.session = session;
        this.generation = generation;
        this.prompt = prompt;
    }

    Session session() {
        return session;
    }

    CompletableFuture<GenerationResult> future() {
        return future;
    }

    boolean hasEnded() {
        return result != null || failure != null;
    }

    /** Plans the next evaluation, or finds that the generation has ended. */
    void plan() {
        try {
            if (!generation.plan()) {
                finish();
            }
        } catch (RuntimeException | Error thrown) {
            fail(thrown);
        }
    }

    /** Tokens that it wants to have evaluated. */
    int length() {
        return generation.length();
    }

    void addTo(Evaluator evaluator) {
        logitsAt = generation.addTo(evaluator);
    }

    /** Takes what the pass gave. */
    void advance(float[] logits) {
        try {
            generation.advance(logits, logitsAt);
            if (generation.hasEnded()) {
                finish();
            }
        } catch (RuntimeException | Error thrown) {
            fail(thrown);
        }
    }

    void cancel() {
        generation.cancel();
        plan();
    }

    void fail(Throwable thrown) {
        generation.abandon();
        failure = thrown;
        session.leave();
    }

    private void finish() {
        result = GenerationResult.of(prompt, generation.finish());
        session.leave();
    }

    /** Tells who waits for the result. */
    void announce() {
        if (failure != null) {
            future.completeExceptionally(failure);
        } else {
            future.complete(result);
        }
    }
}
