package dev.triglot.polyglot.v1;

import org.graalvm.polyglot.HostAccess;
import org.jspecify.annotations.Nullable;

/**
 * One context of a model. Does one thing at a time: a call while another one runs, or while a
 * {@link Generation} has not ended, is an error with code {@code busy}.
 *
 * <p>The options of a generation: {@code maxTokens} (256), {@code temperature} (0.8; 0 is greedy),
 * {@code topK} (40; 0: all), {@code topP} (0.95), {@code minP} (0.05), {@code repeatPenalty} (1),
 * {@code repeatLastN} (64; -1: the whole context), {@code presencePenalty}, {@code
 * frequencyPenalty}, {@code logitBias} (an object from ids to numbers; null bans), {@code seed},
 * {@code stop} (a text or a list of texts).
 */
public interface Session extends AutoCloseable {
    /**
     * Generates in the calling thread until the end.
     *
     * @param prompt text, or numbers (ids); what the context already holds of it is reused
     * @param onToken hears of every token, or null; what it throws ends the generation and comes
     *     out of this call, and the session stays usable
     */
    @HostAccess.Export
    Completion generate(Object prompt, @Nullable Object options, @Nullable TokenCallback onToken);

    /** Generates in a thread of its own; the caller takes the pieces. */
    @HostAccess.Export
    Generation start(Object prompt, @Nullable Object options);

    /**
     * A conversation in this session's context.
     *
     * @param options {@code system} (text), {@code messages} (those to go on with), {@code
     *     template} (Jinja; the model's own)
     */
    @HostAccess.Export
    Chat newChat(@Nullable Object options);

    /**
     * What the model expects after ids: one float32 per token of the vocabulary.
     *
     * @param ids numbers, see {@link NumberArray}
     */
    @HostAccess.Export
    NumberArray logits(Object ids);

    /** Tokens that fit. */
    @HostAccess.Export
    int contextLength();

    /** The ids that the context holds (int32). */
    @HostAccess.Export
    NumberArray tokens();

    /**
     * Writes the state to a file, whole or not at all: tokens, keys and values. {@link #load} of a
     * session of the same model goes on as this one would.
     */
    @HostAccess.Export
    void save(String path);

    /**
     * Takes over a state.
     *
     * <p>Codes: {@code malformed_state} for what is no whole state, {@code state_mismatch} where it
     * belongs to another model, to other session options, or needs a longer context. The session is
     * empty afterwards in these cases.
     */
    @HostAccess.Export
    void load(String path);

    /** The state as bytes (uint8). */
    @HostAccess.Export
    NumberArray saveBytes();

    /**
     * As {@link #load}.
     *
     * @param bytes what {@link #saveBytes} gave, in any form that {@link NumberArray} names
     */
    @HostAccess.Export
    void loadBytes(Object bytes);

    /** Ends what runs within one token; without effect where nothing runs. */
    @HostAccess.Export
    void cancel();

    /** Forgets everything. */
    @HostAccess.Export
    void reset();

    @HostAccess.Export
    boolean isClosed();

    /** Cancels what runs, waits for it, and releases the memory. Twice has no effect. */
    @Override
    @HostAccess.Export
    void close();
}
