package dev.triglot.engine.model;

import dev.triglot.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;

/**
 * A low-rank adapter, whatever file it came from.
 *
 * @param name its own name, or the file's
 * @param architecture of the models that it is for
 * @param alpha the product is scaled by alpha / rank; 0 for no such scale
 * @param pairs by the weight that they are added to
 */
public record LoraDescription(
        Path file, String name, String architecture, float alpha, Map<TensorKey, Pair> pairs) {
    /**
     * Two factors with a product of the weight's shape. Readers guarantee that they are matrices of
     * the same rank.
     *
     * @param a [rank, in]
     * @param b [out, rank]
     */
    public record Pair(Tensor a, Tensor b) {
        public int rank() {
            return a.rows();
        }

        public long bytes() {
            return a.byteSize() + b.byteSize();
        }
    }

    /** What the product of a pair is multiplied with. */
    public float scale(Pair pair) {
        return alpha == 0 ? 1 : alpha / pair.rank();
    }

    /** Bytes of all tensors. */
    public long bytes() {
        return pairs.values().stream().mapToLong(Pair::bytes).sum();
    }
}
