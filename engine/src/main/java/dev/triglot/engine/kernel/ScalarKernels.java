package dev.triglot.engine.kernel;

import dev.triglot.engine.quant.BlockCodecs;
import dev.triglot.engine.quant.QuadFormat;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.Arena;

/**
 * The fallback where the Vector API's module or the optimizing compiler is missing: integers four
 * at a time in a long for quantized weights, see {@link QuadDot}, and sums in double for float
 * weights.
 */
public final class ScalarKernels extends PlainKernels {
    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public WeightMatrix matrix(Tensor weights, Arena arena) {
        return BlockCodecs.of(weights.type()) instanceof QuadFormat format
                ? new QuadMatrix(weights.inOrder(arena), format)
                : new DequantizedMatrix(weights.inOrder(arena));
    }
}
