package dev.triglot.engine.kernel;

class ScalarKernelsTest extends KernelsContract {
    private static final Kernels KERNELS = new ScalarKernels();

    @Override
    public Kernels kernels() {
        return KERNELS;
    }
}
