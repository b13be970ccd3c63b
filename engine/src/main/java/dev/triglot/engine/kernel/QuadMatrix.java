package dev.triglot.engine.kernel;

import dev.triglot.engine.quant.QuadFormat;
import dev.triglot.engine.tensor.Tensor;

/**
 * Quantized weights where the file has them, multiplied as integers: a row is unpacked to quads
 * when it is used, for all tokens.
 */
final class QuadMatrix extends MappedMatrix {
    /** Tokens that one unpacked row serves: their activations stay in the second-level cache. */
    private static final int TILE = 32;

    /** Groups of weights are of 16 or 32 columns. */
    private static final int SMALLEST_GROUP = 16;

    /** A quad holds 4 columns, of byte weights only half of each. */
    private static final int COLUMNS_OF_WORD = 2;

    private final QuadFormat format;
    private final QuadFormat.Groups groups;

    QuadMatrix(Tensor tensor, QuadFormat format) {
        super(tensor);
        this.format = format;
        this.groups = format.groups();
    }

    @Override
    public int scratchFloats(int tokens) {
        return columns / SMALLEST_GROUP;
    }

    @Override
    public Object form(int tokens) {
        return PackedActivations.FORM;
    }

    @Override
    public void prepare(Activations x, int tokenFrom, int tokenTo) {
        PackedActivations.of(x).prepare(x, tokenFrom, tokenTo);
    }

    @Override
    public void multiply(
            Activations x, float[] y, int yOffset, int rowFrom, int rowTo, Scratch scratch) {
        PackedActivations packed = PackedActivations.of(x);
        long[] quads = scratch.longs(columns / COLUMNS_OF_WORD);
        float[] scales = scratch.floats(columns / SMALLEST_GROUP);
        float[] mins = scratch.moreFloats(columns / SMALLEST_GROUP);
        for (int from = 0; from < x.tokens(); from += TILE) {
            int to = Math.min(x.tokens(), from + TILE);
            for (int r = rowFrom; r < rowTo; r++) {
                format.unpack(weights, (long) r * columns, columns, quads, scales, mins);
                for (int t = from; t < to; t++) {
                    y[yOffset + t * rows + r] = dot(quads, scales, mins, packed, t * columns);
                }
            }
        }
    }

    private float dot(
            long[] quads, float[] scales, float[] mins, PackedActivations x, int xColumn) {
        return switch (groups) {
            case OF_32 -> QuadDot.groupsOf32(quads, scales, mins, x, xColumn, columns);
            case OF_16 -> QuadDot.groupsOf16(quads, scales, mins, x, xColumn, columns);
            case OF_32_BYTES -> QuadDot.bytes(quads, scales, x, xColumn, columns);
        };
    }
}
