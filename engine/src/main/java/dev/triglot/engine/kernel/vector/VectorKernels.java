package dev.triglot.engine.kernel.vector;

import dev.triglot.engine.kernel.AttentionTask;
import dev.triglot.engine.kernel.Kernels;
import dev.triglot.engine.kernel.Scratch;
import dev.triglot.engine.kernel.WeightMatrix;
import dev.triglot.engine.quant.Rounding;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import jdk.incubator.vector.VectorShape;
import org.jspecify.annotations.Nullable;

/** Kernels on the Vector API. */
public final class VectorKernels implements Kernels {
    private final int bits;

    private VectorKernels(int bits) {
        this.bits = bits;
    }

    /** The widest vectors that this machine computes with. */
    public static int preferredBits() {
        return VectorShape.preferredShape().vectorBitSize();
    }

    /**
     * Kernels of this width.
     *
     * @param bits 128, 256 or 512, at most {@link #preferredBits}
     * @throws dev.triglot.engine.error.InvalidArgumentException if this JVM already computes with
     *     another width
     */
    public static Kernels create(int bits) {
        LaneWidth.choose(bits);
        return new VectorKernels(bits);
    }

    @Override
    public String name() {
        return "vector" + bits;
    }

    @Override
    public Rounding rounding() {
        return new VectorRounding();
    }

    @Override
    public WeightMatrix matrix(Tensor weights, Arena arena) {
        return Matrices.of(weights, arena);
    }

    @Override
    public void rmsNorm(
            float[] x, int xOffset, float[] weight, float epsilon, float[] y, int yOffset, int n) {
        Normalization.rms(x, xOffset, weight, epsilon, y, yOffset, n);
    }

    @Override
    public void layerNorm(
            float[] x,
            int xOffset,
            float[] weight,
            float @Nullable [] bias,
            float epsilon,
            float[] y,
            int yOffset,
            int n) {
        Normalization.layer(x, xOffset, weight, bias, epsilon, y, yOffset, n);
    }

    /** The compiler vectorizes this loop, and {@link #clamp}'s, by itself. */
    @Override
    public void add(float[] x, int xOffset, float[] y, int yOffset, int n) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] += x[xOffset + i];
        }
    }

    @Override
    public void clamp(float[] y, int yOffset, int n, float limit) {
        for (int i = yOffset; i < yOffset + n; i++) {
            y[i] = Math.max(-limit, Math.min(limit, y[i]));
        }
    }

    @Override
    public void siluMultiply(float[] gate, int gateOffset, float[] up, int upOffset, int n) {
        Gates.siluMultiply(gate, gateOffset, up, upOffset, n);
    }

    @Override
    public void gelu(float[] y, int yOffset, int n, boolean tanh) {
        if (tanh) {
            Gates.geluTanh(y, yOffset, n);
        } else {
            Gates.geluExact(y, yOffset, n);
        }
    }

    @Override
    public void softmax(float[] x, int offset, int n) {
        Softmax.apply(x, offset, n);
    }

    @Override
    public void rotate(float[] x, int xOffset, float[] cosSin, int cosSinOffset, int pairs) {
        Rotation.apply(x, xOffset, cosSin, cosSinOffset, pairs);
    }

    @Override
    public void attend(
            AttentionTask task,
            int headFrom,
            int headTo,
            int tokenFrom,
            int tokenTo,
            Scratch scratch) {
        VectorAttention.of(scratch).attend(task, headFrom, headTo, tokenFrom, tokenTo);
    }

    @Override
    public int attentionChunks(AttentionTask task) {
        return VectorAttention.chunks(task);
    }

    @Override
    public void attendChunk(AttentionTask task, int kvHead, int chunk, Scratch scratch) {
        VectorAttention.of(scratch).attendChunk(task, kvHead, chunk);
    }

    @Override
    public void joinChunks(AttentionTask task, int chunks, int headFrom, int headTo) {
        VectorAttention.joinChunks(task, chunks, headFrom, headTo);
    }
}
