package dev.triglot.engine.kernel;

class ReferenceKernelsTest extends KernelsContract {
    private static final Kernels KERNELS = new ReferenceKernels();

    @Override
    public Kernels kernels() {
        return KERNELS;
    }

    @Override
    public MatrixErrorBounds matrixErrorBounds() {
        return MatrixErrorBounds.EXACT;
    }
}
