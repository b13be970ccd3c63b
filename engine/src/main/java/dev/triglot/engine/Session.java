package dev.triglot.engine;

import dev.triglot.engine.error.ContextOverflowException;
import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.error.InvalidStateException;
import dev.triglot.engine.generate.Context;
import dev.triglot.engine.generate.Drafter;
import dev.triglot.engine.generate.Generation;
import dev.triglot.engine.generate.ModelDrafter;
import dev.triglot.engine.generate.SessionState;
import dev.triglot.engine.nn.InputSquares;
import dev.triglot.engine.sample.SamplerChain;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One conversation with a model: a KV cache and its scratch memory. Serves one thread at a time;
 * another thread that calls meanwhile gets an {@link InvalidStateException} with code {@code busy}.
 * Only {@link #cancel} may be called from anywhere.
 */
public final class Session implements AutoCloseable {
    private final LanguageModel model;
    private final Context context;
    private final float contextErase;
    private final CancelFlag cancelled;

    /** Held by a call, or by a batch from step to step, whichever threads take them. */
    private final Semaphore use = new Semaphore(1);

    /** The thread of the call. */
    private volatile @Nullable Thread user;

    private volatile @Nullable Batch batch;
    private SessionAdapters adapters;

    /** Of the model that guesses, if there is one. */
    private final @Nullable Session draft;

    private volatile boolean closed;

    Session(
            LanguageModel model,
            Context context,
            float contextErase,
            CancelFlag cancelled,
            SessionAdapters adapters,
            @Nullable Session draft) {
        this.model = model;
        this.context = context;
        this.contextErase = contextErase;
        this.cancelled = cancelled;
        this.adapters = adapters;
        this.draft = draft;
    }

    public LanguageModel model() {
        return model;
    }

    /** The ids whose keys and values the cache holds. */
    public int[] tokens() {
        return exclusively(context::tokens);
    }

    /** Positions of the KV cache. */
    public int contextLength() {
        return context.capacity();
    }

    /**
     * Encodes a prompt as the model expects (BOS where it asks for it, special tokens recognised)
     * and generates.
     */
    public GenerationResult generate(
            String prompt, GenerationOptions options, TokenListener listener) {
        return generate(model.vocabulary().encodePrompt(prompt), options, listener);
    }

    /**
     * Generates after a prompt. What the KV cache already holds of it is reused.
     *
     * <p>An exception that the listener throws ends the generation and reaches the caller; the
     * session stays usable.
     *
     * @throws ContextOverflowException if the prompt leaves no room for one token
     * @throws InvalidArgumentException if the prompt is empty, an id is outside the vocabulary, or
     *     an option is out of range
     */
    public GenerationResult generate(
            int[] prompt, GenerationOptions options, TokenListener listener) {
        int[] ids = checked(prompt, 1);
        Generation generation = generation(ids, options, listener);
        return exclusively(() -> GenerationResult.of(ids, generation.run()));
    }

    private Generation generation(int[] ids, GenerationOptions options, TokenListener listener) {
        Generation.Settings settings =
                new Generation.Settings(
                        options.maxTokens(),
                        options.stop(),
                        contextErase,
                        options.draftLength(),
                        draft == null ? null : draft.drafter(),
                        cancelled::isSet);
        return new Generation(
                context,
                model.vocabulary().tokenizer(),
                new SamplerChain(options.sampling(), model.info().vocabSize()),
                settings,
                new Events(listener),
                ids);
    }

    /** A generation that a batch runs; until it {@linkplain #leave leaves}, the session is busy. */
    BatchMember join(Batch by, int[] prompt, GenerationOptions options, TokenListener listener) {
        int[] ids = checked(prompt, 1);
        Generation generation = generation(ids, options, listener);
        acquire();
        batch = by;
        try {
            requireOpen();
        } catch (RuntimeException refused) {
            leave();
            throw refused;
        }
        return new BatchMember(this, generation, ids);
    }

    /** Guesses with this session what another one generates. */
    private Drafter drafter() {
        Drafter drafter = new ModelDrafter(context);
        return (target, out, at, limit) -> exclusively(() -> drafter.guess(target, out, at, limit));
    }

    /** The generation of a batch has ended. */
    void leave() {
        batch = null;
        use.release();
    }

    /** Tokens that a pass evaluates at most. */
    int batchSize() {
        return context.batchSize();
    }

    boolean adaptersEqual(Session other) {
        return adapters.equalTo(other.adapters);
    }

    boolean isCancelled() {
        return cancelled.isSet();
    }

    boolean isClosed() {
        return closed;
    }

    /** Logits of the position after the last id: vocabulary-size floats. */
    public float[] logits(int[] ids) {
        int[] prompt = checked(ids, 0);
        return exclusively(() -> {
            context.truncate(Math.min(context.commonPrefix(prompt), prompt.length - 1));
            for (int from = context.size(); from < prompt.length; from = context.size()) {
                int to = Math.min(prompt.length, from + context.batchSize());
                if (!context.evaluate(prompt, from, to, to == prompt.length)) {
                    throw InvalidStateException.cancelled();
                }
            }
            return context.logits();
        });
    }

    /**
     * Logits of the last positions of ids. What the KV cache already holds of the positions before
     * them is reused, so that a long text can be asked for part by part.
     *
     * @param from the first position that is wanted
     * @return for each position from there on, vocabulary-size floats
     */
    public float[][] logitsFrom(int[] ids, int from) {
        int[] prompt = checked(ids, 0);
        if (from < 0 || from >= ids.length) {
            throw new InvalidArgumentException(
                    "from is " + from + ": positions are 0 to " + (ids.length - 1));
        }
        return exclusively(() -> {
            float[][] logits = context.logitsFrom(prompt, from);
            if (logits.length != prompt.length - from) {
                throw InvalidStateException.cancelled();
            }
            return logits;
        });
    }

    /** Evaluates a text alone from position 0, and sums up what its layers are given. */
    void observe(int[] ids, InputSquares squares) {
        int[] text = checked(ids, 0);
        exclusively(() -> {
            context.truncate(0);
            context.setInputSquares(squares);
            try {
                for (int from = 0; from < text.length; from = context.size()) {
                    int to = Math.min(text.length, from + context.batchSize());
                    if (!context.evaluate(text, from, to, false)) {
                        throw InvalidStateException.cancelled();
                    }
                }
            } finally {
                context.setInputSquares(null);
            }
            return squares;
        });
    }

    /**
     * Scores a text under the model, alone from position 0.
     *
     * @return for i in 1..n-1 the negative natural logarithm of the probability of ids[i] given
     *     ids[0..i-1]; n - 1 values
     */
    public double[] negativeLogLikelihoods(int[] ids) {
        int[] text = checked(ids, 0);
        return exclusively(() -> {
            double[] scores = context.negativeLogLikelihoods(text);
            if (scores.length != text.length - 1) {
                throw InvalidStateException.cancelled();
            }
            return scores;
        });
    }

    /** The mean of the hidden states after the final norm: embedding-length numbers. */
    double[] meanHiddenState(int[] ids) {
        int[] text = checked(ids, 0);
        return exclusively(() -> {
            double[] mean = new double[context.embeddingLength()];
            if (!context.meanHiddenState(text, mean)) {
                throw InvalidStateException.cancelled();
            }
            return mean;
        });
    }

    /**
     * Writes tokens, keys and values to a file, whole or not at all. {@link #load} into a session
     * of the same model with the same adapters and type of KV cache goes on as this one would.
     *
     * @throws dev.triglot.engine.error.ModelWriteException if the file cannot be written
     */
    public void save(Path file) {
        exclusively(() -> {
            StateFiles.write(state(file.toString()), file);
            return context;
        });
    }

    /** Bytes that {@link #save(Path)} would write. */
    public long stateBytes() {
        return exclusively(() -> state("the state").byteSize());
    }

    /** As {@link #save(Path)}, as bytes. */
    public byte[] save() {
        return exclusively(() -> StateFiles.write(state("the state")));
    }

    /**
     * Takes over what {@link #save(Path)} wrote. Where it fails, the session is empty.
     *
     * @throws dev.triglot.engine.error.StateException if the file is damaged, belongs to another
     *     model, other adapters or another type of KV cache, or is too long for this context
     */
    public void load(Path file) {
        exclusively(() -> {
            StateFiles.read(state(file.toString()), file);
            return context;
        });
    }

    /** As {@link #load(Path)}, from bytes. */
    public void load(byte[] bytes) {
        exclusively(() -> {
            StateFiles.read(state("the state"), bytes);
            return context;
        });
    }

    private SessionState state(String where) {
        return new SessionState(context, adapters.fingerprint(model.fingerprint()), where);
    }

    /**
     * Ends a running generation within one token; without effect when none runs. Safe from every
     * thread.
     */
    public void cancel() {
        cancelled.set();
    }

    /**
     * Computes with these adapters from now on, in place of those before. Everything that was
     * ingested is forgotten: keys and values depend on them.
     *
     * @throws dev.triglot.engine.error.TriglotException if one cannot be opened, or is for another
     *     model; then the session keeps those that it has
     */
    public void setAdapters(List<AdapterChoice> choices) {
        exclusively(() -> {
            SessionAdapters next = SessionAdapters.of(model, choices);
            try {
                context.setAdapters(next.additions(context.batchSize()));
            } catch (RuntimeException | Error failed) {
                next.close();
                throw failed;
            }
            adapters.close();
            adapters = next;
            return next;
        });
    }

    /** Forgets everything that was ingested. */
    public void reset() {
        exclusively(() -> {
            context.truncate(0);
            return context;
        });
    }

    /**
     * Cancels what runs, waits for its end, and releases the memory. Closing twice has no effect.
     */
    @Override
    public void close() {
        if (user == Thread.currentThread()) {
            throw InvalidStateException.busy(
                    "the session (close was called from its own listener, which can return false)");
        }
        Batch joined = batch;
        if (joined != null) {
            joined.requireOutsideOfListeners();
        }
        closed = true;
        cancelled.set();
        joined = batch;
        if (joined != null) {
            joined.end(this);
        }
        use.acquireUninterruptibly();
        try {
            if (model.forget(this)) {
                context.close();
                adapters.close();
                if (draft != null) {
                    draft.close();
                }
            }
        } finally {
            use.release();
        }
    }

    private <T> T exclusively(Supplier<T> action) {
        acquire();
        user = Thread.currentThread();
        try {
            requireOpen();
            return model.evaluate(action);
        } finally {
            user = null;
            use.release();
        }
    }

    private void acquire() {
        if (!use.tryAcquire()) {
            throw InvalidStateException.busy("the session");
        }
        cancelled.clear();
    }

    private void requireOpen() {
        if (closed) {
            throw InvalidStateException.closed("the session");
        }
    }

    private int[] checked(int[] ids, int room) {
        if (ids.length == 0) {
            throw new InvalidArgumentException("the prompt has no tokens: give at least one");
        }
        if (ids.length + room > context.capacity()) {
            throw new ContextOverflowException(
                    "the prompt has "
                            + ids.length
                            + " tokens, "
                            + (ids.length + room - context.capacity())
                            + " more than the context of "
                            + context.capacity()
                            + (room == 0 ? " holds" : " leaves room for")
                            + ": shorten it, or open the session with a longer context");
        }
        int vocabSize = model.info().vocabSize();
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] < 0 || ids[i] >= vocabSize) {
                throw new InvalidArgumentException(
                        "token "
                                + i
                                + " of the prompt is "
                                + ids[i]
                                + ": ids of this model are 0 to "
                                + (vocabSize - 1));
            }
        }
        return ids.clone();
    }

    /** Set by any thread, cleared when a call begins. */
    static final class CancelFlag {
        private final BooleanSupplier abandoned;
        private volatile boolean value;

        /**
         * @param abandoned another reason to stop, which no call clears
         */
        CancelFlag(BooleanSupplier abandoned) {
            this.abandoned = abandoned;
        }

        boolean isSet() {
            return value || abandoned.getAsBoolean();
        }

        void set() {
            value = true;
        }

        void clear() {
            value = false;
        }
    }

    private record Events(TokenListener listener) implements Generation.Listener {
        @Override
        public boolean onPromptToken(int id, boolean cached) {
            return listener.onPromptToken(id, cached);
        }

        @Override
        public boolean onToken(int id, String text) {
            return listener.onToken(id, text);
        }

        @Override
        public void onEnd(String rest) {
            listener.onEnd(rest);
        }
    }
}
