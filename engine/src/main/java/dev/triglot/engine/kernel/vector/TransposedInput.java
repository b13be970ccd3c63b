package dev.triglot.engine.kernel.vector;

import dev.triglot.engine.kernel.Activations;

/**
 * Activations for {@link TileGemm}: [token tile][column][token in tile], so that the tokens of a tile are read one after
 * the other for each column. Tokens that fill up the last tile are zero.
 */
final class TransposedInput {
    /** The one form, whatever the matrix. */
    static final Object FORM = TransposedInput.class;

    final float[] values;

    private TransposedInput(Activations x) {
        values = new float[TileGemm.padded(x.maxTokens()) * x.maxColumns()];
    }

    static TransposedInput of(Activations x) {
        return x.buffer(FORM, TransposedInput::new);
    }

    static void prepare(Activations x, int tokenFrom, int tokenTo) {
        float[] out = of(x).values;
        int columns = x.columns();
        int width = TileGemm.TOKENS;
        int last = tokenTo == x.tokens() ? TileGemm.padded(tokenTo) : tokenTo;
        for (int t = tokenFrom; t < last; t++) {
            int to = t / width * columns * width + t % width;
            int from = t * columns;
            for (int c = 0; c < columns; c++) {
                out[to + c * width] = t < tokenTo ? x.values()[from + c] : 0;
            }
        }
    }
}
