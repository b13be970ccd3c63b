package dev.triglot.engine.format;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.model.Hyperparameters;
import dev.triglot.engine.model.TensorKey;
import dev.triglot.engine.model.TensorRole;
import dev.triglot.engine.tensor.Shape;
import dev.triglot.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gives tensors to the roles that an architecture's rules ask for, and checks their shapes. */
final class TensorBinding {
    private final Path file;
    private final Map<TensorKey, Tensor> named;
    private final Map<TensorKey, Tensor> bound = new LinkedHashMap<>();

    /**
     * @param named every tensor whose name is known
     */
    TensorBinding(Path file, Map<TensorKey, Tensor> named) {
        this.file = file;
        this.named = named;
    }

    /**
     * Rows of the token embedding: the vocabulary of the model, which the tokenizer may not fill.
     */
    int vocabSize() {
        return rows(TensorKey.weight(TensorRole.TOKEN_EMBEDDING, 0));
    }

    /** Rows of a tensor that must be there; for sizes that no key states. */
    int rows(TensorKey key) {
        return require(key).rows();
    }

    @Nullable Tensor find(TensorKey key) {
        return named.get(key);
    }

    /**
     * Applies the rules.
     *
     * @return the tensors that some rule asks for
     * @throws ModelFormatException if one is missing or has another shape
     */
    Map<TensorKey, Tensor> bind(List<TensorRule> rules, Hyperparameters hyperparameters) {
        for (TensorRule rule : rules) {
            List<Shape> weight = rule.weightShapes(hyperparameters);
            List<Shape> bias = rule.biasShapes(hyperparameters);
            int layers = rule.role().perLayer() ? hyperparameters.blockCount() : 1;
            for (int layer = 0; layer < layers; layer++) {
                bind(TensorKey.weight(rule.role(), layer), rule.weight(), weight);
                bind(TensorKey.bias(rule.role(), layer), rule.bias(), bias);
            }
        }
        return bound;
    }

    private void bind(TensorKey key, TensorRule.Need need, List<Shape> shapes) {
        Tensor tensor = named.get(key);
        switch (need) {
            case NONE -> {
                return;
            }
            case REQUIRED -> tensor = require(key);
            case UNLESS_FUSED -> {
                boolean fused =
                        named.containsKey(TensorKey.weight(TensorRole.ATTENTION_QKV, key.layer()));
                if (!fused) {
                    tensor = require(key);
                } else if (tensor != null) {
                    throw error(key, "is there beside a fused attn_qkv");
                }
            }
            case OPTIONAL -> {}
        }
        if (tensor == null) {
            return;
        }
        if (!shapes.contains(withoutTrailingOnes(tensor.shape()))) {
            String expected =
                    shapes.stream().map(Shape::toString).collect(Collectors.joining(" or "));
            throw error(
                    key,
                    "has shape %s, but the hyperparameters ask for %s"
                            .formatted(tensor.shape(), expected));
        }
        bound.put(key, tensor);
    }

    private Tensor require(TensorKey key) {
        Tensor tensor = named.get(key);
        if (tensor == null) {
            throw error(key, "is missing: the model is incomplete");
        }
        return tensor;
    }

    private static Shape withoutTrailingOnes(Shape shape) {
        long[] dimensions = shape.dimensions();
        int length = dimensions.length;
        while (length > 1 && dimensions[length - 1] == 1) {
            length--;
        }
        return length == dimensions.length ? shape : new Shape(Arrays.copyOf(dimensions, length));
    }

    private ModelFormatException error(TensorKey key, String problem) {
        return new ModelFormatException(file, "tensor " + key, problem);
    }
}
