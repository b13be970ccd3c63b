package dev.triglot.engine;

import dev.triglot.engine.arch.Architectures;
import dev.triglot.engine.arch.Linears;
import dev.triglot.engine.arch.Weights;
import dev.triglot.engine.error.InsufficientMemoryException;
import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.error.InvalidStateException;
import dev.triglot.engine.error.TemplateException;
import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.format.ModelFile;
import dev.triglot.engine.generate.Context;
import dev.triglot.engine.generate.Evaluator;
import dev.triglot.engine.kernel.KernelSelector;
import dev.triglot.engine.model.ModelDescription;
import dev.triglot.engine.model.TokenizerSpec;
import dev.triglot.engine.nn.KvCache;
import dev.triglot.engine.nn.Transformer;
import dev.triglot.engine.nn.Workspace;
import dev.triglot.engine.runtime.SystemMemory;
import dev.triglot.engine.runtime.WeightArena;
import dev.triglot.engine.runtime.WorkerPool;
import dev.triglot.engine.template.ChatTemplate;
import dev.triglot.engine.tokenizer.Tokenizers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An open model: weights, vocabulary and chat template, ready to generate.
 *
 * <p>Immutable and safe for many threads; each thread of generation makes its own {@link
 * #newSession}. Closing it closes its sessions and releases the weights; every later call that
 * needs them is an {@link InvalidStateException} with code {@code closed}.
 */
public final class LanguageModel implements AutoCloseable {
    private final ModelFile file;
    private final WeightArena weights;
    private final WorkerPool pool;
    private final Transformer transformer;
    private final Linears linears;
    private final MemoryPlan plan;
    private final ModelInfo info;
    private final Vocabulary vocabulary;
    private final @Nullable ChatTemplate template;
    private final long loadNanos;
    private final Set<Session> sessions = new LinkedHashSet<>();
    private final Set<LoraAdapter> adapters = new LinkedHashSet<>();
    private byte @Nullable [] fingerprint;
    private boolean closed;

    private LanguageModel(
            ModelFile file,
            ModelInfo info,
            WeightArena weights,
            WorkerPool pool,
            Transformer transformer,
            Linears linears,
            MemoryPlan plan,
            Vocabulary vocabulary,
            @Nullable ChatTemplate template,
            long loadNanos) {
        this.file = file;
        this.weights = weights;
        this.pool = pool;
        this.transformer = transformer;
        this.linears = linears;
        this.plan = plan;
        this.info = info;
        this.vocabulary = vocabulary;
        this.template = template;
        this.loadNanos = loadNanos;
    }

    /**
     * Opens a model file with default options.
     *
     * @throws dev.triglot.engine.error.TriglotException if there is none, it is malformed, cannot
     *     be run, or needs more memory than there is
     */
    public static LanguageModel open(Path file) {
        return open(file, ModelOptions.DEFAULT);
    }

    /** Opens a model file; throws as {@link #open(Path)} does. */
    public static LanguageModel open(Path path, ModelOptions options) {
        long start = System.nanoTime();
        ModelFile file = ModelFile.open(path);
        WeightArena weights = new WeightArena();
        WorkerPool pool = new WorkerPool(options.workers());
        try {
            LanguageModel model = file.guard(() -> load(file, weights, pool, start));
            file.verifyUnchanged();
            return model;
        } catch (RuntimeException | Error failed) {
            pool.close();
            weights.close();
            file.close();
            throw failed;
        }
    }

    private static LanguageModel load(
            ModelFile file, WeightArena weights, WorkerPool pool, long start) {
        ModelDescription description = file.description();
        TokenizerSpec tokenizer = tokenizerOf(description);
        Vocabulary vocabulary = new Vocabulary(Tokenizers.of(tokenizer));
        ChatTemplate template =
                description.chatTemplate() == null
                        ? null
                        : ChatTemplate.parse(description.chatTemplate());
        MemoryPlan plan = MemoryPlan.of(description);
        requireMemory("the weights of " + file.path(), plan.weightBytes());
        Weights blocks = new Weights(description, KernelSelector.kernels(), weights, pool);
        Transformer transformer =
                Architectures.build(
                        description.architecture(), description.hyperparameters(), blocks);
        return new LanguageModel(
                file,
                Inspector.info(description),
                weights,
                pool,
                transformer,
                blocks.linears(),
                plan,
                vocabulary,
                template,
                System.nanoTime() - start);
    }

    /** Reads a file's vocabulary only; the file may have nothing else. */
    public static Vocabulary openVocabulary(Path path) {
        try (ModelFile file = ModelFile.open(path)) {
            return file.guard(
                    () -> new Vocabulary(Tokenizers.of(tokenizerOf(file.vocabularyDescription()))));
        }
    }

    /**
     * Describes a file without reading its weights.
     *
     * @param contextLength for the memory estimate; 0 for what a session takes by default
     */
    public static ModelInspection inspect(Path path, int contextLength) {
        return inspect(path, SessionOptions.DEFAULT.withContextLength(contextLength));
    }

    /**
     * Describes a file without reading its weights.
     *
     * @param options for the memory estimate
     */
    public static ModelInspection inspect(Path path, SessionOptions options) {
        try (ModelFile file = ModelFile.open(path)) {
            return file.guard(() -> Inspector.inspect(file, options));
        }
    }

    /**
     * Checks a whole file, a model's or an adapter's: looks at every weight and every token, and
     * evaluates one token where there is memory for the model. What is wrong with them is reported.
     *
     * @throws dev.triglot.engine.error.TriglotException if the file cannot be read, or its
     *     structure is wrong
     */
    public static ModelVerification verify(
            Path path, ModelOptions options, ModelVerification.Progress progress) {
        return new ModelVerifier(path, options, progress).verify();
    }

    private static TokenizerSpec tokenizerOf(ModelDescription description) {
        TokenizerSpec spec = description.tokenizer();
        if (spec == null) {
            throw new UnsupportedModelException(
                    description.file() + ": the file has no vocabulary");
        }
        return spec;
    }

    static void requireMemory(String what, long bytes) {
        SystemMemory.available()
                .ifPresent(available -> {
                    if (bytes > available) {
                        throw new InsufficientMemoryException(
                                what
                                        + " need "
                                        + megabytes(bytes)
                                        + " of memory, "
                                        + megabytes(available)
                                        + " are available: close other programs, or take a smaller model,"
                                        + " a smaller quantization or a shorter context");
                    }
                });
    }

    private static String megabytes(long bytes) {
        return (bytes + 999_999) / 1_000_000 + " MB";
    }

    public ModelInfo info() {
        return info;
    }

    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /**
     * Renders a conversation with the model's chat template.
     *
     * @param addGenerationPrompt whether the text ends where the assistant is to speak
     * @throws TemplateException if the model has no template ({@link ModelInfo#hasChatTemplate}) or
     *     it fails
     */
    public String applyChatTemplate(List<ChatMessage> messages, boolean addGenerationPrompt) {
        return applyChatTemplate(messages, addGenerationPrompt, null);
    }

    /**
     * Renders a conversation; as above.
     *
     * @param source Jinja; null for the model's own
     */
    public String applyChatTemplate(
            List<ChatMessage> messages, boolean addGenerationPrompt, @Nullable String source) {
        return renderChat(
                messages.stream()
                        .map(message ->
                                Map.of("role", message.role(), "content", message.content()))
                        .toList(),
                Map.of("add_generation_prompt", addGenerationPrompt),
                source);
    }

    /**
     * Renders a conversation with any template.
     *
     * @param messages maps with {@code role}, {@code content} and what else the template reads;
     *     values are strings, numbers, booleans, null, lists and maps
     * @param variables what else the template can read; {@code bos_token} and {@code eos_token} are
     *     there already
     * @param source Jinja; null for the model's own
     * @throws TemplateException if there is no template or it fails
     */
    public String renderChat(
            List<? extends Map<String, ? extends @Nullable Object>> messages,
            Map<String, ? extends @Nullable Object> variables,
            @Nullable String source) {
        ChatTemplate chosen = source == null ? template : ChatTemplate.parse(source);
        if (chosen == null) {
            throw new TemplateException(
                    info.file()
                            + ": the model has no chat template: generate from plain text instead");
        }
        Map<String, @Nullable Object> all = new HashMap<>();
        all.put("bos_token", vocabulary.text(vocabulary.bos()));
        all.put("eos_token", vocabulary.text(vocabulary.eos()));
        all.putAll(variables);
        return chosen.render(messages, all);
    }

    /** The chat template of the file, in Jinja; null where it has none. */
    public @Nullable String chatTemplate() {
        return template == null ? null : template.source();
    }

    /** As {@link #embed(List, EmbeddingOptions, EmbeddingListener)} with default options. */
    public EmbeddingResult embed(List<String> texts) {
        return embed(texts, EmbeddingOptions.DEFAULT, EmbeddingListener.NONE);
    }

    /**
     * Embeds texts: the mean of the hidden states after the final norm, scaled to length 1. BOS and
     * EOS take part where the model asks for them. A text that is longer than the context is the
     * mean of its chunks' vectors, scaled again.
     *
     * @throws InvalidArgumentException if a text is empty, or the dimensionality is larger than the
     *     model's
     * @throws InvalidStateException with code {@code cancelled} if the listener ended it
     */
    public EmbeddingResult embed(
            List<String> texts, EmbeddingOptions options, EmbeddingListener listener) {
        SessionOptions context = SessionOptions.DEFAULT.withContextLength(options.contextLength());
        return new Embedder(this, options, listener, transformer.embeddingLength())
                .embed(texts, plan.kvCache(context).positions());
    }

    /** Tells models apart; for saved sessions. */
    synchronized byte[] fingerprint() {
        if (fingerprint == null) {
            fingerprint = file.guard(() -> ModelFingerprint.of(file.description()));
        }
        return fingerprint;
    }

    /** What a session with these options takes, beside the weights that are loaded. */
    public MemoryEstimate estimate(SessionOptions options) {
        return plan.estimate(options);
    }

    Linears linears() {
        return linears;
    }

    /** A session with default options. */
    public Session newSession() {
        return newSession(SessionOptions.DEFAULT);
    }

    /**
     * A session: a KV cache and its scratch memory.
     *
     * @throws InsufficientMemoryException if there is not enough memory for it
     */
    public Session newSession(SessionOptions options) {
        return newSession(options, new Session.CancelFlag(() -> false));
    }

    /** As above; the flag is asked between layers. */
    Session newSession(SessionOptions options, Session.CancelFlag cancelled) {
        KvCache.Shape shape = plan.kvCache(options);
        int batchSize = Math.min(options.batchSize(), shape.positions());
        requireMemory(
                "a context of " + shape.positions() + " tokens would",
                plan.sessionBytes(shape, batchSize));
        SessionAdapters used = SessionAdapters.of(this, options.adapters());
        Session draft = null;
        try {
            draft = DraftModels.newSession(this, options, shape.positions(), cancelled);
            return newSession(options, shape, batchSize, used, draft, cancelled);
        } catch (RuntimeException | Error failed) {
            used.close();
            if (draft != null) {
                draft.close();
            }
            throw failed;
        }
    }

    private Session newSession(
            SessionOptions options,
            KvCache.Shape shape,
            int batchSize,
            SessionAdapters used,
            @Nullable Session draft,
            Session.CancelFlag cancelled) {
        synchronized (sessions) {
            requireOpen();
            Context context =
                    new Context(
                            transformer,
                            new KvCache(shape),
                            batchSize,
                            () -> evaluator(batchSize, 1, cancelled::isSet));
            context.setAdapters(used.additions(batchSize));
            Session session =
                    new Session(this, context, options.contextErase(), cancelled, used, draft);
            sessions.add(session);
            return session;
        }
    }

    /** A batch whose passes evaluate as many tokens as a session's by default. */
    public Batch newBatch() {
        return newBatch(SessionOptions.DEFAULT.batchSize());
    }

    /**
     * A batch, for sessions of this model that generate together.
     *
     * @param maxTokens tokens of a pass at most: those of prompts that are ingested, and one of
     *     each other generation, or a few where it guesses
     * @throws InsufficientMemoryException if there is not enough memory for it
     */
    public Batch newBatch(int maxTokens) {
        if (maxTokens < 1 || maxTokens > SessionOptions.MAX_BATCH_SIZE) {
            throw new InvalidArgumentException(
                    "maxTokens is %d: it must be 1 to %d"
                            .formatted(maxTokens, SessionOptions.MAX_BATCH_SIZE));
        }
        requireMemory("a batch of " + maxTokens + " tokens would", plan.batchBytes(maxTokens));
        synchronized (sessions) {
            requireOpen();
        }
        return new Batch(this, maxTokens);
    }

    /** What computes passes of so many tokens, of so many contexts. */
    Evaluator evaluator(int maxTokens, int maxContexts, BooleanSupplier cancelled) {
        Workspace workspace =
                new Workspace(
                        plan.dimensions(), maxTokens, KernelSelector.kernels(), pool, cancelled);
        return new Evaluator(transformer, workspace, maxContexts);
    }

    /**
     * Opens a low-rank adapter for the sessions of this model.
     *
     * @param path a GGUF file, or a folder as PEFT saves it
     * @throws dev.triglot.engine.error.TriglotException if there is none, it is malformed, or it is
     *     for another model
     */
    public LoraAdapter openAdapter(Path path) {
        synchronized (sessions) {
            requireOpen();
        }
        LoraAdapter adapter = LoraAdapter.open(this, file.description(), path, linears, pool);
        synchronized (sessions) {
            if (!closed) {
                adapters.add(adapter);
                return adapter;
            }
        }
        adapter.close();
        throw InvalidStateException.closed("the model " + info.name());
    }

    void forget(LoraAdapter adapter) {
        synchronized (sessions) {
            adapters.remove(adapter);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw InvalidStateException.closed("the model " + info.name());
        }
    }

    /**
     * Evaluates something. Some kernels read weights where the file has them, at every step.
     *
     * @throws dev.triglot.engine.error.ModelFormatException if they can no longer be read
     */
    <T> T evaluate(Supplier<T> action) {
        return file.guard(action);
    }

    /** Whether the session was still known; each is forgotten once. */
    boolean forget(Session session) {
        synchronized (sessions) {
            return sessions.remove(session);
        }
    }

    /** Workers for arithmetic, the calling thread included. */
    public int threads() {
        return pool.threads();
    }

    /**
     * Changes the number of workers; takes effect between two steps of a running generation.
     * Results do not change.
     */
    public void setThreads(int threads) {
        if (threads < 1 || threads > ModelOptions.MAX_THREADS) {
            throw new InvalidArgumentException(
                    "threads is " + threads + ": it must be 1 to " + ModelOptions.MAX_THREADS);
        }
        pool.resize(threads);
    }

    /** Time that opening took, in nanoseconds. */
    public long loadNanos() {
        return loadNanos;
    }

    @Override
    public void close() {
        List<Session> open;
        List<LoraAdapter> unused;
        synchronized (sessions) {
            if (closed) {
                return;
            }
            closed = true;
            open = List.copyOf(sessions);
        }
        open.forEach(Session::close);
        // What sessions had opened is closed by now.
        synchronized (sessions) {
            unused = List.copyOf(adapters);
        }
        unused.forEach(LoraAdapter::close);
        pool.close();
        weights.close();
        file.close();
    }
}
