package dev.triglot.engine.kernel.vector;

import dev.triglot.engine.kernel.Activations;
import java.util.function.Function;

/**
 * Activations for {@link FloatGemm#tile}: [tile of tokens][column][token in tile]. Tokens that fill
 * up the last tile keep what they held: nobody reads their results.
 */
final class TiledInput {
    /** The name of this form. */
    static final Object FORM = "f32 tiles";

    private static final Function<Activations, TiledInput> FACTORY = TiledInput::new;

    final float[] values;

    private TiledInput(Activations x) {
        values = new float[FloatGemm.padded(x.maxTokens()) * x.maxColumns()];
    }

    static TiledInput of(Activations x) {
        return x.buffer(FORM, FACTORY);
    }

    void prepare(Activations x, int tokenFrom, int tokenTo) {
        int columns = x.columns();
        for (int t = tokenFrom; t < tokenTo; t++) {
            int inTile = t % FloatGemm.TOKENS;
            int to = (t - inTile) * columns + inTile;
            for (int c = 0; c < columns; c++) {
                values[to + c * FloatGemm.TOKENS] = x.values()[t * columns + c];
            }
        }
    }
}
