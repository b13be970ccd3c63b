package dev.triglot.engine;

import dev.triglot.engine.error.InvalidArgumentException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a session keeps its context.
 *
 * @param contextLength positions of the KV cache; 0 for the model's trained context, at most 4096
 * @param kvCacheType how keys and values are stored
 * @param batchSize tokens of a prompt that are evaluated together
 * @param contextErase fraction of the window that is dropped, oldest first and BOS kept, when a
 *     generation fills it; 0 ends the generation instead
 * @param adapters added to what the model computes; all of them together
 */
public record SessionOptions(
        int contextLength,
        KvCacheType kvCacheType,
        int batchSize,
        float contextErase,
        List<AdapterChoice> adapters) {
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

    /** Without adapters. */
    public SessionOptions(
            int contextLength, KvCacheType kvCacheType, int batchSize, float contextErase) {
        this(contextLength, kvCacheType, batchSize, contextErase, List.of());
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
        return new SessionOptions(length, kvCacheType, batchSize, contextErase, adapters);
    }

    public SessionOptions withKvCacheType(KvCacheType type) {
        return new SessionOptions(contextLength, type, batchSize, contextErase, adapters);
    }

    public SessionOptions withBatchSize(int size) {
        return new SessionOptions(contextLength, kvCacheType, size, contextErase, adapters);
    }

    public SessionOptions withContextErase(float fraction) {
        return new SessionOptions(contextLength, kvCacheType, batchSize, fraction, adapters);
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
        return new SessionOptions(contextLength, kvCacheType, batchSize, contextErase, choices);
    }
}
