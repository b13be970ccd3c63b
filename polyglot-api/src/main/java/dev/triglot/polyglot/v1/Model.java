package dev.triglot.polyglot.v1;

import org.graalvm.polyglot.HostAccess;
import org.jspecify.annotations.Nullable;

/** An open model. Many sessions may work at the same time. */
public interface Model extends Vocabulary, AutoCloseable {
    @HostAccess.Export
    ModelInfo info();

    /**
     * A session with a context of its own.
     *
     * @param options {@code contextLength} (0: the model's, at most 4096), {@code kvCacheType}
     *     ("f16" or "f32"), {@code batchSize} (tokens of a prompt evaluated together; 512), {@code
     *     contextErase} (fraction of a full window that is dropped; 0 ends the generation instead;
     *     0.5)
     */
    @HostAccess.Export
    Session newSession(@Nullable Object options);

    /**
     * The text that a conversation is for the model.
     *
     * @param messages a list of objects with {@code role}, {@code content} and what else the
     *     template reads
     * @param options {@code addGenerationPrompt} (whether the text ends where the assistant is to
     *     speak; true), {@code template} (Jinja; the model's own), {@code variables} (an object
     *     with what else the template reads)
     */
    @HostAccess.Export
    String renderChat(Object messages, @Nullable Object options);

    /**
     * Embeds texts: mean of the hidden states, of length 1.
     *
     * @param texts a text or a list of texts
     * @param options {@code prefix} (stands before every text and chunk), {@code dimensionality}
     *     (keep the first numbers only, and normalize again), {@code longTextMode} ("mean" of
     *     overlapping chunks, or "truncate"), {@code contextLength} (tokens of a chunk at most),
     *     {@code onChunks} (a {@link ChunksCallback})
     */
    @HostAccess.Export
    Embeddings embed(Object texts, @Nullable Object options);

    /** As {@link #embed}, in a thread of its own; the task's result is the {@link Embeddings}. */
    @HostAccess.Export
    Task startEmbed(Object texts, @Nullable Object options);

    /** Workers for arithmetic. */
    @HostAccess.Export
    int threads();

    /** Changes the number of workers, from the next step of a generation on. */
    @HostAccess.Export
    void setThreads(int count);

    @HostAccess.Export
    boolean isClosed();

    /** Cancels what runs, closes the sessions and releases the memory. Twice has no effect. */
    @Override
    @HostAccess.Export
    void close();
}
