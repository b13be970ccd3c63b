package dev.triglot.engine.model;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.tensor.Tensor;
import dev.triglot.engine.tensor.TensorData;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A low-rank adapter, whatever file it came from.
 *
 * @param name its own name, or the file's
 * @param architecture of the models that it is for
 * @param pairs by the weight that they are added to
 * @param halfSplit whether queries and keys have the rows of each head in two halves; {@link
 *     #inOrder} brings them to ours
 * @param warnings what was assumed
 */
public record LoraDescription(
        Path file,
        String name,
        String architecture,
        Map<TensorKey, Pair> pairs,
        boolean halfSplit,
        List<String> warnings) {
    /**
     * Two factors with a product of the weight's shape. Readers guarantee that they are matrices of
     * the same rank.
     *
     * @param a [rank, in]
     * @param b [out, rank]
     * @param scale multiplies the product
     */
    public record Pair(Tensor a, Tensor b, float scale) {
        public int rank() {
            return a.rows();
        }

        public long bytes() {
            return a.byteSize() + b.byteSize();
        }
    }

    /**
     * Refuses models of another architecture.
     *
     * @param model what errors call it
     */
    public void requireArchitecture(String model, String ofModel) {
        if (!architecture.equals(ofModel)) {
            throw new UnsupportedModelException(
                    "%s: the adapter is for %s models, %s is a %s model"
                            .formatted(file, architecture, model, ofModel));
        }
    }

    /**
     * Refuses a weight of another shape.
     *
     * @param part what errors call the weight
     */
    public void requireShape(TensorKey weight, Pair pair, String part, int columns, int rows) {
        if (pair.a().columns() != columns || pair.b().rows() != rows) {
            throw new ModelFormatException(
                    file,
                    "tensor " + weight,
                    "the adapter is for %d x %d, but the model's %s has %d x %d: is it for another model?"
                            .formatted(pair.a().columns(), pair.b().rows(), part, columns, rows));
        }
    }

    /** Bytes of all tensors. */
    public long bytes() {
        return pairs.values().stream().mapToLong(Pair::bytes).sum();
    }

    /** Whether rows have to be brought to our order. */
    public boolean isOutOfOrder() {
        return halfSplit && pairs.keySet().stream().anyMatch(LoraDescription::isRotated);
    }

    /**
     * The same with all rows in our order; nothing is copied.
     *
     * @param headLength rows of a head, which those of queries and keys are multiples of
     */
    public LoraDescription inOrder(int headLength) {
        if (!isOutOfOrder()) {
            return this;
        }
        Map<TensorKey, Pair> ordered = new LinkedHashMap<>();
        pairs.forEach((weight, pair) ->
                ordered.put(
                        weight,
                        isRotated(weight)
                                ? new Pair(pair.a(), inOrder(pair.b(), headLength), pair.scale())
                                : pair));
        return new LoraDescription(file, name, architecture, ordered, false, warnings);
    }

    private static boolean isRotated(TensorKey weight) {
        return weight.role() == TensorRole.ATTENTION_Q || weight.role() == TensorRole.ATTENTION_K;
    }

    private static Tensor inOrder(Tensor halves, int headLength) {
        return new Tensor(
                halves.name(),
                halves.type(),
                halves.shape(),
                halves.fileOffset(),
                new TensorData.HalfSplitHeads(halves.data(), headLength));
    }
}
