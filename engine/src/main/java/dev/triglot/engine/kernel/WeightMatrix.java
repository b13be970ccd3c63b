package dev.triglot.engine.kernel;

import dev.triglot.engine.tensor.GgmlType;

/**
 * A weight matrix [rows, columns] in the layout that one implementation of {@link Kernels} computes
 * with.
 */
public interface WeightMatrix {
    int rows();

    int columns();

    /** The type in the file. */
    GgmlType type();

    /** Memory taken beside the file's mapping, in bytes. */
    long packedBytes();

    /** Workers split rows at multiples of this, so that each gets whole row groups. */
    int rowAlignment();

    /** Floats of {@link Scratch} that {@link #multiply} needs for this many tokens. */
    int scratchFloats(int tokens);

    /**
     * The form of the activations that {@link #multiply} reads (quantized, transposed, ...).
     * Matrices with equal forms share one preparation; {@link Activations#PLAIN} needs none.
     */
    Object form(int tokens);

    /**
     * Brings tokens [tokenFrom, tokenTo) of x into {@link #form}. Called once per form before
     * multiply, by any worker.
     */
    void prepare(Activations x, int tokenFrom, int tokenTo);

    /**
     * y[t * rows + r] = sum over c of weight[r][c] * x[t][c], for t in [0, x.tokens()) and r in
     * [rowFrom, rowTo).
     *
     * @param y at least tokens * rows floats from yOffset
     */
    void multiply(Activations x, float[] y, int yOffset, int rowFrom, int rowTo, Scratch scratch);
}
