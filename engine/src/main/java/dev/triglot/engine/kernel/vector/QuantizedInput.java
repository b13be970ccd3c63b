package dev.triglot.engine.kernel.vector;

import static dev.triglot.engine.kernel.vector.Lanes.F;
import static dev.triglot.engine.kernel.vector.Lanes.FL;
import static dev.triglot.engine.kernel.vector.Lanes.I;

import dev.triglot.engine.kernel.Activations;
import java.util.function.Function;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/**
 * Activations as integers of 8 bits with a scale per 32 columns.
 *
 * <p>The magnitudes of 16 neighbours add up to at most 1023, so that sums of products with weights
 * of up to 6 bits fit 16 bits: 32 * 1023 &lt; 2^15 for 16 columns of 6 bits, 16 * 2046 for 32
 * columns of 5 bits; for 32 columns of 4 bits 8 * 127 * 32 does anyway. The bound binds where all
 * neighbours are about as large, and then their rounding error, relative to their size, is still
 * smaller than that of other blocks.
 */
final class QuantizedInput {
    /** Columns that share a scale. */
    static final int BLOCK = 32;

    private static final int HALF = BLOCK / 2;

    /** Largest sum of magnitudes of half a block. */
    private static final int LARGEST_SUM = 1023;

    /** What a larger sum is scaled to, leaving room for each number to be rounded up. */
    private static final float SCALED_SUM = 1006;

    /** Below, the reciprocal of the scale overflows; such a block counts as zeros. */
    private static final float SMALLEST = 1e-36f;

    /** Adding it rounds a float to an integer, in the low bits. */
    private static final float ROUNDER = 0x1.8p23f;

    private static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);

    /**
     * What a matrix reads.
     *
     * @param unitColumns columns of a unit: 16 or 32
     * @param fields whose coefficients are wanted, for a few tokens; null for the numbers as they
     *     are, for many
     */
    record Form(int unitColumns, @Nullable Fields fields)
            implements Function<Activations, QuantizedInput> {
        @Override
        public QuantizedInput apply(Activations x) {
            return new QuantizedInput(this, x);
        }
    }

    /** Tokens for which a form with fields has room. */
    static final int FEW = 2;

    private final Form form;

    /** [token][column]. */
    private final int[] numbers;

    /**
     * Without fields: the numbers, [tile of tokens][column][token in tile]; with: the coefficients,
     * [token][unit]. Each twice in an int.
     */
    final int[] multipliers;

    /** Minus the zero of the fields times the sum of a unit's numbers, twice in an int. */
    final int[] zeros;

    /** The scale of each unit's numbers. [token][unit] */
    final float[] scales;

    /** The sum of each unit's scaled numbers. [token][unit] */
    final float[] totals;

    private QuantizedInput(Form form, Activations x) {
        this.form = form;
        Fields fields = form.fields();
        int tokens =
                fields == null ? IntegerGemm.padded(x.maxTokens()) : Math.min(FEW, x.maxTokens());
        int size = tokens * x.maxColumns();
        int units = size / form.unitColumns();
        numbers = new int[size];
        scales = new float[units];
        totals = new float[units];
        if (fields == null) {
            multipliers = new int[size];
            zeros = new int[0];
        } else {
            multipliers = new int[units * fields.coefficients().size()];
            zeros = new int[units];
        }
    }

    static QuantizedInput of(Activations x, Form form) {
        return x.buffer(form, form);
    }

    void prepare(Activations x, int tokenFrom, int tokenTo) {
        int columns = x.columns();
        for (int t = tokenFrom; t < tokenTo; t++) {
            int inTile = t % IntegerGemm.TOKENS;
            int tile = (t - inTile) * columns + inTile;
            for (int c = 0; c < columns; c += BLOCK) {
                prepareBlock(x.values(), t * columns + c, tile + c * IntegerGemm.TOKENS);
            }
        }
    }

    private void prepareBlock(float[] x, int at, int tileAt) {
        float largest = largestMagnitude(x, at);
        float scale = largest < SMALLEST ? 0 : largest / Byte.MAX_VALUE;
        int sum = round(x, at, scale == 0 ? 0 : Byte.MAX_VALUE / largest);
        if (sum > LARGEST_SUM) {
            scale *= sum / SCALED_SUM;
            round(x, at, 1 / scale);
        }
        for (int i = at; i < at + BLOCK; i += form.unitColumns()) {
            finishUnit(i, scale, tileAt + (i - at) * IntegerGemm.TOKENS);
        }
    }

    private static float largestMagnitude(float[] x, int at) {
        FloatVector largest = FloatVector.zero(F);
        for (int i = at; i < at + BLOCK; i += FL) {
            largest = largest.max(FloatVector.fromArray(F, x, i).abs()); // NaN stays
        }
        return largest.reduceLanes(VectorOperators.MAX);
    }

    /** Writes a block's numbers; returns the larger sum of magnitudes of its halves. */
    private int round(float[] x, int at, float inverse) {
        int largest = 0;
        for (int half = at; half < at + BLOCK; half += HALF) {
            IntVector magnitudes = IntVector.zero(I);
            for (int i = half; i < half + HALF; i += FL) {
                IntVector n =
                        FloatVector.fromArray(F, x, i)
                                .mul(inverse)
                                .add(ROUNDER)
                                .reinterpretAsInts()
                                .sub(ROUNDER_BITS);
                n.intoArray(numbers, i);
                magnitudes = magnitudes.add(n.abs());
            }
            largest = Math.max(largest, magnitudes.reduceLanes(VectorOperators.ADD));
        }
        return largest;
    }

    private void finishUnit(int at, float scale, int tileAt) {
        int columns = form.unitColumns();
        int unit = at / columns;
        int sum = 0;
        for (int i = at; i < at + columns; i++) {
            sum += numbers[i];
        }
        scales[unit] = scale;
        totals[unit] = scale * sum;
        Fields fields = form.fields();
        if (fields == null) {
            for (int i = 0; i < columns; i++) {
                multipliers[tileAt + i * IntegerGemm.TOKENS] = Coefficients.twice(numbers[at + i]);
            }
        } else {
            zeros[unit] = Coefficients.twice(-fields.zero() * sum);
            Coefficients coefficients = fields.coefficients();
            coefficients.write(numbers, at, multipliers, unit * coefficients.size());
        }
    }
}
