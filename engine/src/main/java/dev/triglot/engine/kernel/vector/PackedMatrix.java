package dev.triglot.engine.kernel.vector;

import static dev.triglot.engine.kernel.vector.Lanes.PAIR;

import dev.triglot.engine.kernel.Activations;
import dev.triglot.engine.kernel.Scratch;
import dev.triglot.engine.kernel.WeightMatrix;
import dev.triglot.engine.tensor.GgmlType;
import java.util.Arrays;

/**
 * What all layouts share: rows come in pairs of groups; few tokens are multiplied one by one straight from the layout,
 * many by {@link TileGemm} after unpacking.
 */
abstract sealed class PackedMatrix implements WeightMatrix permits NibbleMatrix, ByteMatrix, FloatMatrix {
    /** Where the tile of weights ends. */
    static final int ROW_BUFFER = TileGemm.COLUMNS * PAIR;

    /** From this many tokens on unpacking pays. */
    private static final int MANY_TOKENS = 4;

    private final GgmlType type;
    final int rows;
    final int columns;

    PackedMatrix(GgmlType type, int rows, int columns) {
        this.type = type;
        this.rows = rows;
        this.columns = columns;
    }

    /** The form of activations that {@link #decode} reads. */
    abstract Object decodeForm();

    /** Brings tokens into {@link #decodeForm}. */
    abstract void prepareDecode(Activations x, int tokenFrom, int tokenTo);

    /** y[0..PAIR) = the pair's rows times one token. */
    abstract void decode(int pair, Activations x, int token, float[] y);

    /**
     * Weights of columns [from, from + n) as floats, [n][PAIR]; from is a multiple of 256, n is 256 or ends the row.
     *
     * @param out behind the tile, from {@link #ROW_BUFFER} on, there is room for one row of it
     */
    abstract void unpack(int pair, int from, int n, float[] out);

    @Override
    public final int rows() {
        return rows;
    }

    @Override
    public final int columns() {
        return columns;
    }

    @Override
    public final GgmlType type() {
        return type;
    }

    @Override
    public final int rowAlignment() {
        return PAIR;
    }

    @Override
    public final int scratchFloats(int tokens) {
        return tokens < MANY_TOKENS ? PAIR : (TileGemm.COLUMNS + TileGemm.padded(tokens)) * PAIR;
    }

    @Override
    public final Object form(int tokens) {
        return tokens < MANY_TOKENS ? decodeForm() : TransposedInput.FORM;
    }

    @Override
    public final void prepare(Activations x, int tokenFrom, int tokenTo) {
        if (x.tokens() < MANY_TOKENS) {
            prepareDecode(x, tokenFrom, tokenTo);
        } else {
            TransposedInput.prepare(x, tokenFrom, tokenTo);
        }
    }

    @Override
    public final void multiply(Activations x, float[] y, int yOffset, int rowFrom, int rowTo, Scratch scratch) {
        for (int row = rowFrom / PAIR * PAIR; row < rowTo; row += PAIR) {
            if (x.tokens() < MANY_TOKENS) {
                multiplyFew(row, x, y, yOffset, rowFrom, rowTo, scratch);
            } else {
                multiplyMany(row, x, y, yOffset, rowFrom, rowTo, scratch);
            }
        }
    }

    private void multiplyFew(
            int row, Activations x, float[] y, int yOffset, int rowFrom, int rowTo, Scratch scratch) {
        float[] sums = scratch.floats(PAIR);
        for (int t = 0; t < x.tokens(); t++) {
            decode(row / PAIR, x, t, sums);
            store(sums, 0, row, y, yOffset + t * rows, rowFrom, rowTo);
        }
    }

    private void multiplyMany(
            int row, Activations x, float[] y, int yOffset, int rowFrom, int rowTo, Scratch scratch) {
        int tokens = TileGemm.padded(x.tokens());
        float[] sums = scratch.floats(tokens * PAIR);
        // Behind the tile there is a row of floats for layouts that unpack row by row.
        float[] weights = scratch.moreFloats(TileGemm.COLUMNS * (PAIR + 1));
        float[] input = TransposedInput.of(x).values;
        Arrays.fill(sums, 0, tokens * PAIR, 0f);
        for (int from = 0; from < columns; from += TileGemm.COLUMNS) {
            int n = Math.min(TileGemm.COLUMNS, columns - from);
            unpack(row / PAIR, from, n, weights);
            for (int t = 0; t < tokens; t += TileGemm.TOKENS) {
                TileGemm.multiply(weights, n, input, t * columns + from * TileGemm.TOKENS, sums, t * PAIR);
            }
        }
        for (int t = 0; t < x.tokens(); t++) {
            store(sums, t * PAIR, row, y, yOffset + t * rows, rowFrom, rowTo);
        }
    }

    /** Copies those rows of a pair that are asked for. */
    private static void store(float[] sums, int at, int row, float[] y, int yAt, int rowFrom, int rowTo) {
        int from = Math.max(row, rowFrom);
        int to = Math.min(row + PAIR, rowTo);
        System.arraycopy(sums, at + from - row, y, yAt + from, to - from);
    }
}
