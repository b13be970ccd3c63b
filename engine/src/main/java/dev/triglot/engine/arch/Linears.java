package dev.triglot.engine.arch;

import dev.triglot.engine.model.TensorKey;
import dev.triglot.engine.nn.Linear;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Which layers the weights of a model became: several, where one weight is fused. */
public final class Linears {
    private final Map<TensorKey, List<Part>> parts = new ConcurrentHashMap<>();

    Linears() {}

    /**
     * A layer that has some rows of a weight.
     *
     * @param fromRow its first row in the weight
     */
    record Part(Linear layer, int fromRow) {
        int rows() {
            return layer.weight().rows();
        }
    }

    /** Layers are built by several threads, all parts of one weight by the same. */
    void add(TensorKey weight, Linear layer, int fromRow) {
        parts.computeIfAbsent(weight, ignored -> new ArrayList<>()).add(new Part(layer, fromRow));
    }

    /** The weights of linear layers, each with the layer that has its first row. */
    public SortedMap<TensorKey, Linear> first() {
        SortedMap<TensorKey, Linear> first =
                new TreeMap<>(
                        Comparator.<TensorKey>comparingInt(TensorKey::layer)
                                .thenComparing(key -> key.role())
                                .thenComparing(key -> key.bias()));
        parts.forEach((key, ofWeight) ->
                ofWeight.stream()
                        .filter(part -> part.fromRow() == 0)
                        .findFirst()
                        .ifPresent(part -> first.put(key, part.layer())));
        return first;
    }

    /** Empty for what is no weight of a linear layer of this model. */
    List<Part> of(TensorKey weight) {
        return parts.getOrDefault(weight, List.of());
    }
}
