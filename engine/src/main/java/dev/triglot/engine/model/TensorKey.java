package dev.triglot.engine.model;

/**
 * Names a tensor independently of the file's dialect.
 *
 * @param layer 0-based; 0 for roles that are not per layer
 * @param bias true for the bias vector, false for the weight
 */
public record TensorKey(TensorRole role, int layer, boolean bias) {
    public static TensorKey weight(TensorRole role, int layer) {
        return new TensorKey(role, layer, false);
    }

    public static TensorKey bias(TensorRole role, int layer) {
        return new TensorKey(role, layer, true);
    }

    /** GGUF's name, for messages. */
    @Override
    public String toString() {
        return role.ggufName(layer) + (bias ? ".bias" : ".weight");
    }
}
