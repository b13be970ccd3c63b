package dev.triglot.engine.arch;

import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.kernel.Kernels;
import dev.triglot.engine.kernel.WeightMatrix;
import dev.triglot.engine.model.Hyperparameters;
import dev.triglot.engine.model.ModelDescription;
import dev.triglot.engine.model.TensorKey;
import dev.triglot.engine.model.TensorRole;
import dev.triglot.engine.nn.Attention;
import dev.triglot.engine.nn.Embedding;
import dev.triglot.engine.nn.Linear;
import dev.triglot.engine.nn.Norm;
import dev.triglot.engine.nn.PositionEncoding;
import dev.triglot.engine.nn.Transformer;
import dev.triglot.engine.quant.BlockCodecs;
import dev.triglot.engine.runtime.WorkerPool;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Hands out a model's tensors as blocks, made ready for the kernels. Readers have checked that
 * required tensors exist and have the shapes that the hyperparameters ask for.
 */
public final class Weights {
    private final ModelDescription model;
    private final Kernels kernels;
    private final Arena arena;
    private final WorkerPool pool;
    private final Linears linears = new Linears();

    /**
     * Prepares to hand out.
     *
     * @param arena takes what is repacked; it must be usable from every thread of the pool
     */
    public Weights(ModelDescription model, Kernels kernels, Arena arena, WorkerPool pool) {
        this.model = model;
        this.kernels = kernels;
        this.arena = arena;
        this.pool = pool;
    }

    boolean has(TensorRole role, int layer) {
        return model.tensors().containsKey(TensorKey.weight(role, layer));
    }

    Embedding embedding() {
        Tensor table = tensor(TensorKey.weight(TensorRole.TOKEN_EMBEDDING, 0));
        // What is read at every step must not change with the file.
        return new Embedding(table.copy(arena), BlockCodecs.of(table.type()));
    }

    /** What has been handed out as linear layers. */
    public Linears linears() {
        return linears;
    }

    /** The head, or the token embedding where they are tied. */
    Linear head() {
        TensorRole role =
                has(TensorRole.OUTPUT, 0) ? TensorRole.OUTPUT : TensorRole.TOKEN_EMBEDDING;
        Linear head = whole(role, 0);
        // Also where it is tied: what adapts the head leaves the embedding as it is.
        linears.add(TensorKey.weight(TensorRole.OUTPUT, 0), head, 0);
        return head;
    }

    /** A linear layer, with its bias where the file has one. */
    Linear linear(TensorRole role, int layer) {
        Linear linear = whole(role, layer);
        linears.add(TensorKey.weight(role, layer), linear, 0);
        return linear;
    }

    private Linear whole(TensorRole role, int layer) {
        WeightMatrix matrix = kernels.matrix(tensor(TensorKey.weight(role, layer)), arena);
        return new Linear(matrix, vectorOrNull(TensorKey.bias(role, layer)));
    }

    /** Rows [from, from + rows) of a fused layer. */
    Linear slice(TensorRole role, int layer, int from, int rows) {
        TensorKey key = TensorKey.weight(role, layer);
        WeightMatrix part = kernels.matrix(tensor(key).rows(from, rows), arena);
        float[] bias = vectorOrNull(TensorKey.bias(role, layer));
        Linear linear =
                new Linear(part, bias == null ? null : Arrays.copyOfRange(bias, from, from + rows));
        linears.add(key, linear, from);
        return linear;
    }

    /** Attention with separate projections for queries, keys and values. */
    Attention attention(Hyperparameters h, PositionEncoding position, int layer) {
        return new Attention(
                h.headCount(),
                h.headCountKv(),
                h.keyLength(),
                h.valueLength(),
                linear(TensorRole.ATTENTION_Q, layer),
                linear(TensorRole.ATTENTION_K, layer),
                linear(TensorRole.ATTENTION_V, layer),
                linear(TensorRole.ATTENTION_OUTPUT, layer),
                null,
                null,
                position,
                h.clampQkv(),
                h.slidingWindow());
    }

    Norm.Rms rmsNorm(TensorRole role, int layer, float epsilon) {
        return new Norm.Rms(vector(TensorKey.weight(role, layer)), epsilon);
    }

    Norm.Layer layerNorm(TensorRole role, int layer, float epsilon) {
        return new Norm.Layer(
                vector(TensorKey.weight(role, layer)),
                vectorOrNull(TensorKey.bias(role, layer)),
                epsilon);
    }

    /** Builds all layers, several at once: most of the time of loading is repacking. */
    List<Transformer.Layer> layers(int count, IntFunction<Transformer.Layer> build) {
        Transformer.Layer[] layers = new Transformer.Layer[count];
        AtomicInteger next = new AtomicInteger();
        pool.run(
                (from, to, worker) -> {
                    for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                        layers[i] = build.apply(i);
                    }
                },
                pool.threads(),
                1);
        return List.of(layers);
    }

    private float[] vector(TensorKey key) {
        Tensor tensor = tensor(key);
        int n = Math.toIntExact(tensor.shape().elements());
        float[] values = new float[n];
        BlockCodecs.of(tensor.type()).dequantize(tensor.data(), 0, values, 0, n);
        return values;
    }

    private float @Nullable [] vectorOrNull(TensorKey key) {
        return model.tensors().containsKey(key) ? vector(key) : null;
    }

    private Tensor tensor(TensorKey key) {
        Tensor tensor = model.tensors().get(key);
        if (tensor == null) {
            throw new UnsupportedModelException(model.file() + ": tensor " + key + " is missing");
        }
        return tensor;
    }
}
