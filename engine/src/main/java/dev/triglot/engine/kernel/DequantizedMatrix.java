package dev.triglot.engine.kernel;

import dev.triglot.engine.quant.BlockCodec;
import dev.triglot.engine.quant.BlockCodecs;
import dev.triglot.engine.tensor.Tensor;

/** Weights where the file has them; each row becomes floats when it is used, for all tokens. */
final class DequantizedMatrix extends MappedMatrix {
    private final BlockCodec codec;

    DequantizedMatrix(Tensor tensor) {
        super(tensor);
        this.codec = BlockCodecs.of(tensor.type());
    }

    @Override
    public int scratchFloats(int tokens) {
        return columns;
    }

    @Override
    public Object form(int tokens) {
        return Activations.PLAIN;
    }

    @Override
    public void prepare(Activations x, int tokenFrom, int tokenTo) {
        // Plain activations need nothing.
    }

    @Override
    public void multiply(
            Activations x, float[] y, int yOffset, int rowFrom, int rowTo, Scratch scratch) {
        float[] row = scratch.floats(columns);
        for (int r = rowFrom; r < rowTo; r++) {
            codec.dequantize(weights, (long) r * columns, row, 0, columns);
            for (int t = 0; t < x.tokens(); t++) {
                y[yOffset + t * rows + r] = Dot.product(row, 0, x.values(), t * columns, columns);
            }
        }
    }
}
