package dev.triglot.engine.kernel;

import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.Arena;

/** The fallback where the Vector API's module or the optimizing compiler is missing. */
public final class ScalarKernels extends PlainKernels {
    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public WeightMatrix matrix(Tensor weights, Arena arena) {
        return new DequantizedMatrix(weights);
    }
}
