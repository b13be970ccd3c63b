package dev.triglot.engine.format;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.model.LoraDescription.Pair;
import dev.triglot.engine.model.TensorKey;
import dev.triglot.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings an adapter's factors together, and checks that they fit each other. */
final class LoraPairs {
    /** No layer that is worth it has a higher one. */
    static final int MAX_RANK = 1 << 14;

    private final Path file;
    private final Map<TensorKey, Tensor> as = new LinkedHashMap<>();
    private final Map<TensorKey, Tensor> bs = new LinkedHashMap<>();

    LoraPairs(Path file) {
        this.file = file;
    }

    /** What a pair's product is multiplied with. */
    @FunctionalInterface
    interface Scale {
        float of(TensorKey weight, int rank);
    }

    void add(TensorKey weight, boolean isA, Tensor factor) {
        Tensor before = (isA ? as : bs).put(weight, factor);
        if (before != null) {
            throw error(factor.name(), "is for the same weight as " + Quoted.escape(before.name()));
        }
    }

    /** All pairs, in the order of their first factors. */
    Map<TensorKey, Pair> build(Scale scale) {
        if (as.isEmpty() && bs.isEmpty()) {
            throw new ModelFormatException(file, "file", "the adapter has no tensors");
        }
        Map<TensorKey, Pair> pairs = new LinkedHashMap<>();
        as.forEach((weight, a) -> pairs.put(weight, pair(weight, a, bs.remove(weight), scale)));
        for (Tensor b : bs.values()) {
            throw error(b.name(), "there is no factor A beside it");
        }
        return Collections.unmodifiableMap(pairs);
    }

    private Pair pair(TensorKey weight, Tensor a, @Nullable Tensor b, Scale scale) {
        if (b == null) {
            throw error(a.name(), "there is no factor B beside it");
        }
        for (Tensor factor : new Tensor[] {a, b}) {
            if (factor.shape().dimensions().length > 2) {
                throw error(
                        factor.name(), "has shape %s: it is no matrix".formatted(factor.shape()));
            }
        }
        int rank = a.rows();
        if (rank != b.columns() || rank > MAX_RANK) {
            throw error(
                    a.name(),
                    "has shape %s and so rank %d, its partner shape %s and so rank %d; both must be one of 1 to %d"
                            .formatted(a.shape(), rank, b.shape(), b.columns(), MAX_RANK));
        }
        return new Pair(a, b, scale.of(weight, rank));
    }

    ModelFormatException error(String tensor, String problem) {
        return new ModelFormatException(file, "tensor " + Quoted.escape(tensor), problem);
    }
}
