package dev.triglot.engine;

import dev.triglot.engine.kernel.KeyValueType;
import dev.triglot.engine.model.Hyperparameters;
import dev.triglot.engine.model.ModelDescription;
import dev.triglot.engine.model.TensorKey;
import dev.triglot.engine.model.TensorRole;
import dev.triglot.engine.nn.KvCache;
import dev.triglot.engine.nn.Workspace;
import dev.triglot.engine.tensor.Tensor;

/**
 * The memory that a model and its sessions take, computed from its numbers alone.
 *
 * @param weightBytes of all tensors in their file layout, a tied embedding twice; kernels that
 *     repack keep about as much
 */
record MemoryPlan(Hyperparameters hyperparameters, long weightBytes) {
    /** A session takes the trained context, but no more than this unless asked. */
    private static final int DEFAULT_MAX_CONTEXT = 4096;

    static MemoryPlan of(ModelDescription description) {
        Hyperparameters h = description.hyperparameters();
        if (h == null) {
            throw new dev.triglot.engine.error.UnsupportedModelException(
                    description.file()
                            + ": the file has a vocabulary but no weights; it can only tokenize");
        }
        long bytes = description.tensors().values().stream().mapToLong(Tensor::byteSize).sum();
        // A table that is tied serves twice, in two layouts.
        if (!description.tensors().containsKey(TensorKey.weight(TensorRole.OUTPUT, 0))) {
            bytes += embeddingBytes(description);
        }
        return new MemoryPlan(h, bytes);
    }

    private static long embeddingBytes(ModelDescription description) {
        Tensor table = description.tensors().get(TensorKey.weight(TensorRole.TOKEN_EMBEDDING, 0));
        return table == null ? 0 : table.byteSize();
    }

    Workspace.Dimensions dimensions() {
        return new Workspace.Dimensions(
                hyperparameters.embeddingLength(),
                hyperparameters.headCount(),
                hyperparameters.headCountKv(),
                hyperparameters.keyLength(),
                hyperparameters.valueLength(),
                hyperparameters.feedForwardLength(),
                hyperparameters.ropeDimension());
    }

    KvCache.Shape kvCache(SessionOptions options) {
        int positions =
                options.contextLength() == 0
                        ? Math.min(hyperparameters.contextLength(), DEFAULT_MAX_CONTEXT)
                        : options.contextLength();
        return new KvCache.Shape(
                hyperparameters.blockCount(),
                hyperparameters.headCountKv(),
                hyperparameters.keyLength(),
                hyperparameters.valueLength(),
                positions,
                KeyValueType.valueOf(options.kvCacheType().name()));
    }

    long sessionBytes(KvCache.Shape cache, int batchSize) {
        return cache.bytes() + scratchBytes(batchSize);
    }

    /** What a batch takes, if all its tokens want logits. */
    long batchBytes(int maxTokens) {
        return dimensions().bytes(maxTokens) + 4L * maxTokens * hyperparameters.vocabSize();
    }

    MemoryEstimate estimate(SessionOptions options) {
        KvCache.Shape cache = kvCache(options);
        int batchSize = Math.min(options.batchSize(), cache.positions());
        return new MemoryEstimate(
                cache.positions(), weightBytes, cache.bytes(), scratchBytes(batchSize));
    }

    private long scratchBytes(int batchSize) {
        return dimensions().bytes(batchSize) + 4L * hyperparameters.vocabSize();
    }
}
