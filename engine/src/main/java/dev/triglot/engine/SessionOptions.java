package dev.triglot.engine;

import dev.triglot.engine.error.InvalidArgumentException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a session keeps its context.
 *
 * @param contextLength positions of the KV cache; 0 for the model's trained context, at most 4096
 * @param kvCacheType how keys and values are stored
 * @param batchSize tokens of a prompt that are evaluated together
 * @param contextErase fraction of the window that is dropped, oldest first and BOS kept, when a
 *     generation fills it; 0 ends the generation instead
 * @param adapters added to what the model computes; all of them together
 * @param draftModel a smaller model of the same vocabulary that guesses tokens where {@link
 *     GenerationOptions#draftLength} asks for guesses, for as long as the session is open; null for
 *     guesses from the text so far
 */
public record SessionOptions(
        int contextLength,
        KvCacheType kvCacheType,
        int batchSize,
        float contextErase,
        List<AdapterChoice> adapters,
        @Nullable LanguageModel draftModel) {
    /**
     * The model's context up to 4096, f16 cache, batches of 512, half of the window dropped when it
     * is full.
     */
    public static final SessionOptions DEFAULT = new SessionOptions(0, KvCacheType.F16, 512, 0.5f);

    static final int MAX_BATCH_SIZE = 4096;
    private static final int MAX_ADAPTERS = 64;

    /** Precision of keys and values. */
    public enum KvCacheType {
        F32,
        F16,
        /** Eight bits each, and a scale for 32 of a position. */
        Q8_0
    }

    /** Without adapters and draft model. */
    public SessionOptions(
            int contextLength, KvCacheType kvCacheType, int batchSize, float contextErase) {
        this(contextLength, kvCacheType, batchSize, contextErase, List.of(), null);
    }

    public SessionOptions {
        adapters = List.copyOf(adapters);
        if (adapters.size() > MAX_ADAPTERS) {
            throw new InvalidArgumentException(
                    adapters.size() + " adapters: at most " + MAX_ADAPTERS + " work together");
        }
        if (contextLength < 0 || contextLength > 1 << 24) {
            throw new InvalidArgumentException(
                    "contextLength is " + contextLength + ": it must be 0 to 16777216");
        }
        if (batchSize < 1 || batchSize > MAX_BATCH_SIZE) {
            throw new InvalidArgumentException(
                    "batchSize is %d: it must be 1 to %d".formatted(batchSize, MAX_BATCH_SIZE));
        }
        if (!(contextErase >= 0 && contextErase < 1)) {
            throw new InvalidArgumentException(
                    "contextErase is " + contextErase + ": it must be 0 to below 1");
        }
    }

    public SessionOptions withContextLength(int length) {
        return new SessionOptions(
                length, kvCacheType, batchSize, contextErase, adapters, draftModel);
    }

    public SessionOptions withKvCacheType(KvCacheType type) {
        return new SessionOptions(
                contextLength, type, batchSize, contextErase, adapters, draftModel);
    }

    public SessionOptions withBatchSize(int size) {
        return new SessionOptions(
                contextLength, kvCacheType, size, contextErase, adapters, draftModel);
    }

    public SessionOptions withContextErase(float fraction) {
        return new SessionOptions(
                contextLength, kvCacheType, batchSize, fraction, adapters, draftModel);
    }

    /** The same with one adapter more, from a file that the session opens. */
    public SessionOptions withAdapter(Path file, float scale) {
        return with(new AdapterChoice.File(file, scale));
    }

    /** The same with one adapter more, which the session shares. */
    public SessionOptions withAdapter(LoraAdapter adapter, float scale) {
        return with(new AdapterChoice.Opened(adapter, scale));
    }

    private SessionOptions with(AdapterChoice choice) {
        List<AdapterChoice> more = new ArrayList<>(adapters);
        more.add(choice);
        return withAdapters(more);
    }

    /** The same with these adapters and no others. */
    public SessionOptions withAdapters(List<AdapterChoice> choices) {
        return new SessionOptions(
                contextLength, kvCacheType, batchSize, contextErase, choices, draftModel);
    }

    /** The same with this model to guess tokens; null for none. */
    public SessionOptions withDraftModel(@Nullable LanguageModel draft) {
        return new SessionOptions(
                contextLength, kvCacheType, batchSize, contextErase, adapters, draft);
    }
}
