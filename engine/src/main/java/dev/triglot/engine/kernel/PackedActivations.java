package dev.triglot.engine.kernel;

import dev.triglot.engine.quant.Quads;
import java.util.function.Function;

/**
 * Activations as {@link Quads}: integers of 8 bits with a scale per 32 columns.
 *
 * <p>Layout: token after token, columns in order.
 */
final class PackedActivations {
    /** Columns that share a scale. */
    static final int BLOCK = 32;

    /** Columns of a quad. */
    static final int QUAD = 4;

    /** Columns whose sum is kept, for weights with a min. */
    static final int SUM = 16;

    /** The name of this form. */
    static final Object FORM = "quads";

    /** Below, the reciprocal of the scale overflows; such a block counts as zeros. */
    private static final float SMALLEST = 1e-36f;

    private static final Function<Activations, PackedActivations> FACTORY = PackedActivations::new;

    /** [tokens, columns / QUAD]. */
    final long[] quads;

    /** [tokens, columns / BLOCK]. */
    final float[] scales;

    /** Scale times the sum of the integers: [tokens, columns / SUM]. */
    final float[] sums;

    private PackedActivations(Activations x) {
        int size = x.maxTokens() * x.maxColumns();
        this.quads = new long[size / QUAD];
        this.scales = new float[size / BLOCK];
        this.sums = new float[size / SUM];
    }

    static PackedActivations of(Activations x) {
        return x.buffer(FORM, FACTORY);
    }

    /** Rounds the columns, a multiple of BLOCK, of tokens [from, to). */
    void prepare(Activations x, int from, int to) {
        int columns = x.columns();
        for (int i = from * columns; i < to * columns; i += BLOCK) {
            prepareBlock(x.values(), i);
        }
    }

    private void prepareBlock(float[] x, int from) {
        float largest = 0;
        for (int i = from; i < from + BLOCK; i++) {
            largest = Math.max(largest, Math.abs(x[i])); // NaN stays
        }
        float scale = largest < SMALLEST ? 0 : largest / Byte.MAX_VALUE;
        float inverse = scale == 0 ? 0 : 1 / scale;
        scales[from / BLOCK] = scale;
        for (int i = from; i < from + BLOCK; i += SUM) {
            int sum = 0;
            for (int j = i; j < i + SUM; j += 2 * QUAD) {
                sum += prepareEight(x, j, inverse);
            }
            sums[i / SUM] = scale * sum;
        }
    }

    /** Writes the two quads of eight columns; returns the sum of the integers. */
    private int prepareEight(float[] x, int from, float inverse) {
        int sum = 0;
        for (int parity = 0; parity < 2; parity++) {
            int c = from + parity;
            int q0 = Math.round(x[c] * inverse);
            int q1 = Math.round(x[c + 2] * inverse);
            int q2 = Math.round(x[c + 4] * inverse);
            int q3 = Math.round(x[c + 6] * inverse);
            quads[from / QUAD + parity] = Quads.reversed(q0, q1, q2, q3);
            sum += q0 + q1 + q2 + q3;
        }
        return sum;
    }
}
