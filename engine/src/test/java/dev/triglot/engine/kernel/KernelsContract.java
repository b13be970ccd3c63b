package dev.triglot.engine.kernel;

/**
 * What every implementation of {@link Kernels} is held to, whatever it computes with. A subclass
 * says which one, and is the whole test of it.
 */
abstract class KernelsContract implements MatrixContract, ElementwiseContract, AttentionContract {
    /** The implementation under test; the same at each call. */
    @Override
    public abstract Kernels kernels();
}
