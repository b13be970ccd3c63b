package dev.triglot.engine.kernel;

import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.Arena;

/**
 * What other implementations are compared with: exact weights, unrounded activations, sums in
 * double.
 */
public final class ReferenceKernels extends PlainKernels {
    @Override
    public String name() {
        return "reference";
    }

    @Override
    public WeightMatrix matrix(Tensor weights, Arena arena) {
        return new DequantizedMatrix(weights.inOrder(arena));
    }
}
