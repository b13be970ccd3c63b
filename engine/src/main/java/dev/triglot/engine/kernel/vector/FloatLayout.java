package dev.triglot.engine.kernel.vector;

import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/** How {@link FloatMatrix} keeps one weight type. */
interface FloatLayout {
    /** Bytes of a group. */
    long groupBytes(int columns);

    /**
     * Copies one row of the tensor to its lane of a group.
     *
     * @param lane the row in the group, 0..31
     */
    void pack(Tensor tensor, int row, MemorySegment group, int lane);

    /**
     * Writes the exact weights of columns [from, from + n) to out, [n][Group.ROWS].
     *
     * @param from a multiple of 32
     * @param n a multiple of the type's block size, or of 32 if that is less
     */
    void unpack(MemorySegment group, int from, int n, float[] out);

    /**
     * y[r] += sum over c in [from, from + n) of weight[r][c] * x[c], in the order of columns, one
     * fused multiply-add each: the bits of {@link #unpack} and {@link FloatGemm}.
     *
     * @param x from xAt
     * @param y [Group.ROWS] from 0
     */
    void dot(MemorySegment group, int from, int n, float[] x, int xAt, float[] y);
}
