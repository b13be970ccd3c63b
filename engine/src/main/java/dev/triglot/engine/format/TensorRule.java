package dev.triglot.engine.format;

import dev.triglot.engine.model.Hyperparameters;
import dev.triglot.engine.model.TensorRole;
import dev.triglot.engine.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * What an architecture asks of the tensors with one role.
 *
 * @param shapes the shapes that the weight may have; a bias has the weight's last dimension
 */
record TensorRule(TensorRole role, Need weight, Need bias, List<List<Size>> shapes) {
    /** Whether a tensor must be there. */
    enum Need {
        REQUIRED,
        OPTIONAL,
        /** Required where the layer has no fused {@link TensorRole#ATTENTION_QKV}. */
        UNLESS_FUSED,
        /** Not used; ignored where it is there. */
        NONE
    }

    /** A dimension that follows from the hyperparameters. */
    enum Size {
        VOCABULARY,
        EMBEDDING,
        FEED_FORWARD,
        HEAD_KEY,
        ROPE_PAIRS,
        QUERIES,
        KEYS,
        VALUES,
        QUERIES_KEYS_VALUES,
        ATTENDED;

        long of(Hyperparameters h) {
            return switch (this) {
                case VOCABULARY -> h.vocabSize();
                case EMBEDDING -> h.embeddingLength();
                case FEED_FORWARD -> h.feedForwardLength();
                case HEAD_KEY -> h.keyLength();
                case ROPE_PAIRS -> h.ropeDimension() / 2;
                case QUERIES -> (long) h.headCount() * h.keyLength();
                case KEYS -> (long) h.headCountKv() * h.keyLength();
                case VALUES -> (long) h.headCountKv() * h.valueLength();
                case QUERIES_KEYS_VALUES -> QUERIES.of(h) + KEYS.of(h) + VALUES.of(h);
                case ATTENDED -> (long) h.headCount() * h.valueLength();
            };
        }
    }

    static TensorRule of(TensorRole role, Need weight, Need bias, Size... shape) {
        return new TensorRule(role, weight, bias, List.of(List.of(shape)));
    }

    /** The same with a second shape that is allowed. */
    TensorRule or(Size... shape) {
        return new TensorRule(role, weight, bias, List.of(shapes.getFirst(), List.of(shape)));
    }

    List<Shape> weightShapes(Hyperparameters hyperparameters) {
        return shapes.stream()
                .map(shape -> shape.stream().mapToLong(size -> size.of(hyperparameters)).toArray())
                .map(Shape::new)
                .toList();
    }

    List<Shape> biasShapes(Hyperparameters hyperparameters) {
        return weightShapes(hyperparameters).stream()
                .map(Shape::dimensions)
                .map(dimensions ->
                        Arrays.copyOfRange(dimensions, dimensions.length - 1, dimensions.length))
                .map(Shape::new)
                .toList();
    }
}
