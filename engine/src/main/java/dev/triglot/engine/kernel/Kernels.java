package dev.triglot.engine.kernel;

import dev.triglot.engine.quant.Rounding;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;

/**
 * The arithmetic of the engine, one implementation per way of computing; {@link KernelSelector}
 * chooses once per JVM.
 *
 * <p>Kernels take ranges, never allocate after construction, never start threads and do not check
 * shapes: {@code nn} does, once. Every result is independent of how a range is split, so the number
 * of threads does not change it.
 */
public interface Kernels {
    /** As in {@code -Dtriglot.kernels}: reference, scalar, vector128, vector256, vector512. */
    String name();

    /**
     * Makes a weight matrix ready for {@link WeightMatrix#multiply}: repacked into {@code arena},
     * or used where it is.
     *
     * @throws dev.triglot.engine.error.UnsupportedModelException if the type cannot be computed
     *     with
     */
    WeightMatrix matrix(Tensor weights, Arena arena);

    /** What the search for scales computes with when weights are quantized. */
    default Rounding rounding() {
        return Rounding.SCALAR;
    }

    /** y = x / sqrt(mean(x^2) + epsilon) * weight, over n elements. x and y may be the same. */
    void rmsNorm(
            float[] x, int xOffset, float[] weight, float epsilon, float[] y, int yOffset, int n);

    /** y = (x - mean(x)) / sqrt(variance(x) + epsilon) * weight + bias. x and y may be the same. */
    void layerNorm(
            float[] x,
            int xOffset,
            float[] weight,
            float @Nullable [] bias,
            float epsilon,
            float[] y,
            int yOffset,
            int n);

    /** y += x. */
    void add(float[] x, int xOffset, float[] y, int yOffset, int n);

    /** y = clamp(y, -limit, limit). */
    void clamp(float[] y, int yOffset, int n, float limit);

    /** gate = gate * sigmoid(gate) * up: the SwiGLU of LLaMA. */
    void siluMultiply(float[] gate, int gateOffset, float[] up, int upOffset, int n);

    /** y = gelu(y) in place, by the tanh form or the exact erf form. */
    void gelu(float[] y, int yOffset, int n, boolean tanh);

    /** x = softmax(x) in place. */
    void softmax(float[] x, int offset, int n);

    /**
     * Rotates pairs of one head in place (RoPE, Su et al. 2021). Pair i is (x[2i], x[2i+1]): every
     * file format that we read stores queries and keys for interleaved pairs.
     *
     * @param cosSin cosine and sine of each pair, interleaved, pairs * 2 values from {@code
     *     cosSinOffset}
     */
    void rotate(float[] x, int xOffset, float[] cosSin, int cosSinOffset, int pairs);

    /**
     * Causal attention of the query heads that share one key and value head, for a run of tokens.
     *
     * <p>For token t in [tokenFrom, tokenTo) and head h in [headFrom, headTo): {@code out =
     * softmax(q K^T * scale + bias) V} over the positions that the token may see.
     */
    void attend(
            AttentionTask task,
            int headFrom,
            int headTo,
            int tokenFrom,
            int tokenTo,
            Scratch scratch);

    /**
     * Into how many chunks of positions the attention of a run is divided for {@link #attendChunk};
     * more than one only where there are few tokens and many positions, and then {@link #attend}
     * need not be called.
     */
    default int attentionChunks(AttentionTask task) {
        return 1;
    }

    /** Computes one of several chunks for all tokens and the query heads of a kv head. */
    default void attendChunk(AttentionTask task, int kvHead, int chunk, Scratch scratch) {
        throw new UnsupportedOperationException(name());
    }

    /** Completes query heads [headFrom, headTo) from all chunks: what {@link #attend} gives. */
    default void joinChunks(AttentionTask task, int chunks, int headFrom, int headTo) {
        throw new UnsupportedOperationException(name());
    }
}
