package dev.triglot.engine;

import java.nio.file.Path;
import java.util.List;

/**
 * An open model: weights, vocabulary and chat template, ready to generate.
 *
 * <p>Immutable and safe for many threads; each thread of generation makes its own {@link
 * #newSession}. Closing it releases the weights: sessions must be closed first, and every later
 * call is an {@link dev.triglot.engine.error.InvalidStateException}.
 */
public final class LanguageModel implements AutoCloseable {
    private LanguageModel() {}

    /**
     * Opens a model file with default options.
     *
     * @throws dev.triglot.engine.error.TriglotException if there is none, it is malformed, cannot
     *     be run, or needs more memory than there is
     */
    public static LanguageModel open(Path file) {
        return open(file, ModelOptions.DEFAULT);
    }

    /** Opens a model file. */
    public static LanguageModel open(Path file, ModelOptions options) {
        throw new UnsupportedOperationException();
    }

    /** Reads a file's vocabulary only; the file may have nothing else. */
    public static Vocabulary openVocabulary(Path file) {
        throw new UnsupportedOperationException();
    }

    /**
     * Describes a file without reading its weights.
     *
     * @param contextLength for the memory estimate; 0 for what a session takes by default
     */
    public static ModelInspection inspect(Path file, int contextLength) {
        throw new UnsupportedOperationException();
    }

    public ModelInfo info() {
        throw new UnsupportedOperationException();
    }

    public Vocabulary vocabulary() {
        throw new UnsupportedOperationException();
    }

    /**
     * Renders a conversation with the model's chat template.
     *
     * @param addGenerationPrompt whether the text ends where the assistant is to speak
     * @throws dev.triglot.engine.error.TemplateException if the model has no template ({@link
     *     ModelInfo#hasChatTemplate}) or it fails
     */
    public String applyChatTemplate(List<ChatMessage> messages, boolean addGenerationPrompt) {
        throw new UnsupportedOperationException();
    }

    /** A session with default options. */
    public Session newSession() {
        return newSession(SessionOptions.DEFAULT);
    }

    /**
     * A session: a KV cache and its scratch memory.
     *
     * @throws dev.triglot.engine.error.InsufficientMemoryException if there is not enough memory
     *     for it
     */
    public Session newSession(SessionOptions options) {
        throw new UnsupportedOperationException();
    }

    /** Workers for arithmetic, the calling thread included. */
    public int threads() {
        throw new UnsupportedOperationException();
    }

    /**
     * Changes the number of workers; takes effect between two steps of a running generation.
     * Results do not change.
     */
    public void setThreads(int threads) {
        throw new UnsupportedOperationException();
    }

    /** Memory that the weights take, in bytes. */
    public long weightBytes() {
        throw new UnsupportedOperationException();
    }

    /** Time that opening took, in nanoseconds. */
    public long loadNanos() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
