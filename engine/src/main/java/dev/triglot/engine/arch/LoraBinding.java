package dev.triglot.engine.arch;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.kernel.Kernels;
import dev.triglot.engine.kernel.WeightMatrix;
import dev.triglot.engine.model.LoraDescription;
import dev.triglot.engine.model.TensorKey;
import dev.triglot.engine.model.TensorRole;
import dev.triglot.engine.nn.Linear;
import dev.triglot.engine.nn.LowRank;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.IdentityHashMap;
import java.util.List;

/** Binds an adapter's factors to the layers of a model. */
public final class LoraBinding {
    private final LoraDescription adapter;
    private final Linears linears;
    private final int headLength;
    private final Kernels kernels;
    private final Arena arena;

    /**
     * Prepares to bind.
     *
     * @param headLength rows of a head of queries and keys
     * @param arena takes all the factors: afterwards the adapter's file is not needed any more
     */
    public LoraBinding(
            LoraDescription adapter,
            Linears linears,
            int headLength,
            Kernels kernels,
            Arena arena) {
        this.adapter = adapter;
        this.linears = linears;
        this.headLength = headLength;
        this.kernels = kernels;
        this.arena = arena;
    }

    /**
     * What the adapter adds to which layers.
     *
     * @throws ModelFormatException if a factor does not fit its layer
     * @throws UnsupportedModelException if the model has no such layer
     */
    public IdentityHashMap<Linear, LowRank> bind() {
        IdentityHashMap<Linear, LowRank> bound = new IdentityHashMap<>();
        adapter.pairs().forEach((weight, pair) -> checkShapes(weight, pair, linears.of(weight)));
        adapter.inOrder(headLength)
                .pairs()
                .forEach((weight, pair) -> {
                    WeightMatrix a = matrix(pair.a());
                    for (Linears.Part part : linears.of(weight)) {
                        Tensor rows = pair.b().rows(part.fromRow(), part.rows());
                        bound.put(part.layer(), new LowRank(a, matrix(rows), pair.scale()));
                    }
                });
        return bound;
    }

    private void checkShapes(
            TensorKey weight, LoraDescription.Pair pair, List<Linears.Part> parts) {
        if (parts.isEmpty()) {
            throw new UnsupportedModelException(
                    "%s: the adapter changes %s, which %s"
                            .formatted(
                                    adapter.file(),
                                    weight,
                                    weight.role() == TensorRole.TOKEN_EMBEDDING
                                            ? "cannot be done: only linear layers can be adapted"
                                            : "the model does not have: is it for another model?"));
        }
        int in = parts.getFirst().layer().weight().columns();
        int out = parts.stream().mapToInt(Linears.Part::rows).sum();
        adapter.requireShape(weight, pair, "layer", in, out);
    }

    /** Kernels that do not repack get a copy. */
    private WeightMatrix matrix(Tensor tensor) {
        WeightMatrix matrix = kernels.matrix(tensor, arena);
        return matrix.packedBytes() > 0 ? matrix : kernels.matrix(tensor.copy(arena), arena);
    }
}
