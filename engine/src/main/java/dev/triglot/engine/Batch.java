package dev.triglot.engine;

import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.error.InvalidStateException;
import dev.triglot.engine.generate.Evaluator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Sessions of one model that generate together: a pass over the weights serves all of them, so that
 * several generations take little longer than one. Each gives the tokens that it would give alone.
 *
 * <p>Generations join at any time, from any thread, and leave when they end. One thread after the
 * other calls {@link #step} or {@link #run}; listeners are called on it. A generation that is
 * cancelled ({@link Session#cancel}), or whose listener throws, ends without disturbing the others.
 *
 * <p>A session is busy until its generation has ended. Sessions with equal adapters share passes;
 * others take turns.
 */
public final class Batch implements AutoCloseable {
    private final LanguageModel model;
    private final Evaluator evaluator;

    /** Held while members change or are evaluated. */
    private final ReentrantLock use = new ReentrantLock();

    private final Queue<BatchMember> joining = new ConcurrentLinkedQueue<>();
    private final Queue<BatchMember> ended = new ConcurrentLinkedQueue<>();

    /** Those that wait for a pass, longest first. */
    private final ArrayDeque<BatchMember> waiting = new ArrayDeque<>();

    /** Those that take part in the pass. */
    private final List<BatchMember> pass = new ArrayList<>();

    private volatile boolean closed;

    Batch(LanguageModel model, int maxTokens) {
        this.model = model;
        this.evaluator = model.evaluator(maxTokens, maxTokens, this::isAbandoned);
    }

    /**
     * Encodes a prompt as the model expects (BOS where it asks for it, special tokens recognised)
     * and joins a generation after it.
     */
    public CompletableFuture<GenerationResult> add(
            Session session, String prompt, GenerationOptions options, TokenListener listener) {
        return add(session, model.vocabulary().encodePrompt(prompt), options, listener);
    }

    /**
     * Joins a generation after a prompt, as {@link Session#generate(int[], GenerationOptions,
     * TokenListener)} would run it.
     *
     * @return the result, or what the listener or the engine threw
     * @throws dev.triglot.engine.error.ContextOverflowException if the prompt leaves no room for
     *     one token
     * @throws InvalidArgumentException if the session is of another model or evaluates more tokens
     *     at once than this batch, the prompt is empty, an id is outside the vocabulary, or an
     *     option is out of range
     * @throws InvalidStateException if the session is busy, or it or the batch is closed
     */
    public CompletableFuture<GenerationResult> add(
            Session session, int[] prompt, GenerationOptions options, TokenListener listener) {
        if (closed) {
            throw InvalidStateException.closed("the batch");
        }
        if (session.model() != model) {
            throw new InvalidArgumentException(
                    "the session is of another model: open one of " + model.info().name());
        }
        if (session.batchSize() > evaluator.maxTokens()) {
            throw new InvalidArgumentException(
                    "the session evaluates %d tokens at once, the batch at most %d: open the session with a smaller batchSize"
                            .formatted(session.batchSize(), evaluator.maxTokens()));
        }
        BatchMember member = session.join(this, prompt, options, listener);
        joining.add(member);
        if (closed || session.isClosed()) {
            // Whoever closes it may have missed the newcomer.
            end(session);
        }
        return member.future();
    }

    /** Runs until all generations have ended, those that join meanwhile included. */
    public void run() {
        boolean more = true;
        while (more) {
            more = step();
        }
    }

    /**
     * Evaluates the next tokens of as many generations as have room in one pass; the others come
     * first in the next step.
     *
     * @return whether there are generations that have not ended
     */
    public boolean step() {
        return exclusively(() -> {
            collect();
            if (!pass.isEmpty()) {
                evaluate();
            }
            return !waiting.isEmpty();
        });
    }

    /** Ends all generations as cancelled; no other can join. Closing twice has no effect. */
    @Override
    public void close() {
        requireOutsideOfListeners();
        closed = true;
        exclusively(() -> {
            waiting.forEach(this::cancel);
            waiting.clear();
            return true;
        });
    }

    /** Ends a session's generation, if it has one here, as cancelled. */
    void end(Session session) {
        exclusively(() -> {
            waiting.stream().filter(member -> member.session() == session).forEach(this::cancel);
            return waiting.removeIf(BatchMember::hasEnded);
        });
    }

    /** Fails where a listener calls what has to wait for the step that the listener is part of. */
    void requireOutsideOfListeners() {
        if (use.isHeldByCurrentThread()) {
            throw InvalidStateException.busy(
                    "the batch (this was called from a listener, which can return false)");
        }
    }

    private boolean exclusively(BooleanSupplier action) {
        requireOutsideOfListeners();
        use.lock();
        try {
            for (BatchMember next = joining.poll(); next != null; next = joining.poll()) {
                waiting.add(next);
            }
            return action.getAsBoolean();
        } finally {
            use.unlock();
            // Not before: who waits for a result may call this batch.
            for (BatchMember next = ended.poll(); next != null; next = ended.poll()) {
                next.announce();
            }
        }
    }

    /** Fills a pass. */
    private void collect() {
        evaluator.begin();
        pass.clear();
        for (int i = waiting.size(); i > 0; i--) {
            BatchMember member = waiting.remove();
            member.plan();
            if (member.hasEnded()) {
                ended.add(member);
            } else if (sharesPass(member) && evaluator.fits(member.length())) {
                member.addTo(evaluator);
                pass.add(member);
            } else {
                waiting.add(member);
            }
        }
    }

    private boolean sharesPass(BatchMember member) {
        return pass.isEmpty() || member.session().adaptersEqual(pass.getFirst().session());
    }

    private void evaluate() {
        try {
            if (model.evaluate(evaluator::run)) {
                pass.forEach(member -> member.advance(evaluator.logits()));
            } else {
                pass.forEach(BatchMember::cancel);
            }
        } catch (RuntimeException | Error failed) {
            pass.forEach(member -> member.fail(failed));
        }
        for (BatchMember member : pass) {
            (member.hasEnded() ? ended : waiting).add(member);
        }
    }

    private void cancel(BatchMember member) {
        member.cancel();
        ended.add(member);
    }

    /** A pass is worth its time as long as one of its sessions wants the result. */
    private boolean isAbandoned() {
        for (BatchMember member : pass) {
            if (!member.session().isCancelled()) {
                return false;
            }
        }
        return true;
    }
}
