package dev.triglot.engine.kernel.vector;

import dev.triglot.engine.kernel.Activations;
import dev.triglot.engine.kernel.Scratch;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Weights that become floats, a tile at a time, and are multiplied with unrounded activations. */
final class FloatMatrix extends PackedMatrix {
    /** Columns of a tile: 16 KB of floats, half of the first-level cache. */
    private static final int TILE_COLUMNS = 128;

    private final FloatLayout layout;

    FloatMatrix(Tensor tensor, FloatLayout layout, Arena arena) {
        super(tensor, layout.groupBytes(tensor.columns()), arena);
        this.layout = layout;
        for (int row = 0; row < rows; row++) {
            layout.pack(tensor, row, groups[row / Group.ROWS], row % Group.ROWS);
        }
    }

    @Override
    public int scratchFloats(int tokens) {
        return FloatGemm.padded(tokens) * Group.ROWS;
    }

    private static boolean tiled(int tokens) {
        return tokens >= FloatGemm.TOKENS;
    }

    @Override
    public Object form(int tokens) {
        return tiled(tokens) ? TiledInput.FORM : Activations.PLAIN;
    }

    @Override
    public void prepare(Activations x, int tokenFrom, int tokenTo) {
        if (tiled(x.tokens())) {
            TiledInput.of(x).prepare(x, tokenFrom, tokenTo);
        }
    }

    @Override
    public void multiply(
            Activations x, float[] y, int yOffset, int rowFrom, int rowTo, Scratch scratch) {
        int tokens = x.tokens();
        float[] sums = scratch.floats(scratchFloats(tokens));
        for (int g = rowFrom / Group.ROWS; g * Group.ROWS < rowTo; g++) {
            Arrays.fill(sums, 0, FloatGemm.padded(tokens) * Group.ROWS, 0);
            if (tokens == 1) {
                layout.dot(groups[g], 0, columns, x.values(), 0, sums);
            } else {
                multiplyTiles(groups[g], x, sums, scratch);
            }
            store(sums, g, tokens, y, yOffset);
        }
    }

    private void multiplyTiles(MemorySegment group, Activations x, float[] sums, Scratch scratch) {
        int tokens = x.tokens();
        float[] tile = scratch.moreFloats(TILE_COLUMNS * Group.ROWS);
        for (int c = 0; c < columns; c += TILE_COLUMNS) {
            int n = Math.min(TILE_COLUMNS, columns - c);
            layout.unpack(group, c, n, tile);
            if (tiled(tokens)) {
                addTiles(tile, c, n, TiledInput.of(x).values, tokens, sums);
            } else {
                addRows(tile, c, n, x.values(), tokens, sums);
            }
        }
    }

    private void addTiles(float[] tile, int from, int n, float[] x, int tokens, float[] sums) {
        for (int t = 0; t < tokens; t += FloatGemm.TOKENS) {
            int xAt = t * columns + from * FloatGemm.TOKENS;
            for (int r = 0; r < Group.ROWS; r += FloatGemm.WIDTH) {
                FloatGemm.tile(
                        tile, r, Group.ROWS, n, x, xAt, sums, t * Group.ROWS + r, Group.ROWS);
            }
        }
    }

    private void addRows(float[] tile, int from, int n, float[] x, int tokens, float[] sums) {
        for (int t = 0; t < tokens; t++) {
            for (int r = 0; r < Group.ROWS; r += FloatGemm.WIDTH) {
                FloatGemm.row(
                        tile, r, Group.ROWS, n, x, t * columns + from, sums, t * Group.ROWS + r);
            }
        }
    }
}
