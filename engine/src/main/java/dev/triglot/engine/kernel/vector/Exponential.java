package dev.triglot.engine.kernel.vector;

import static dev.triglot.engine.kernel.vector.Lanes.F;
import static dev.triglot.engine.kernel.vector.Lanes.FL;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/** e^x in lanes. */
final class Exponential {
    /** Above, the result is infinite; a little early, so that 2^n is always a normal float. */
    private static final float HIGHEST = 88.37f;

    /** Below, the result is zero, where the exact one would be subnormal. */
    private static final float LOWEST = -87.33f;

    private static final float LOG2_E = (float) (1 / Math.log(2));
    private static final float LN2_HIGH = 0x1.62e4p-1f;
    private static final float LN2_LOW = 0x1.7f7d1cp-20f;

    /** Adding it rounds a float to an integer, in the low bits. */
    private static final float ROUNDER = 0x1.8p23f;

    private static final int EXPONENT_BIAS = 127;
    private static final int FRACTION_BITS = 23;

    private Exponential() {}

    /**
     * x = e^(x - shift) in place. A loop of its own: where vectors are handed from method to
     * method, C2 may leave them boxed.
     */
    static void inPlace(float[] x, int offset, int n, float shift) {
        int end = offset + n;
        for (int i = offset; i < end; i += FL) {
            VectorMask<Float> valid = Lanes.first(end - i);
            of(FloatVector.fromArray(F, x, i, valid).sub(shift)).intoArray(x, i, valid);
        }
    }

    /**
     * The same, and the sum of the results, in an order that n decides. A loop of its own like the
     * other one, and the partial sums leave it by memory.
     *
     * @param lanes room for a vector
     */
    static float inPlace(float[] x, int offset, int n, float shift, float[] lanes) {
        FloatVector total = FloatVector.zero(F);
        int end = offset + n;
        int i = offset;
        for (; i <= end - FL; i += FL) {
            FloatVector e = of(FloatVector.fromArray(F, x, i).sub(shift));
            e.intoArray(x, i);
            total = total.add(e);
        }
        total.intoArray(lanes, 0);
        inPlace(x, i, end - i, shift);
        float sum = 0;
        for (int lane = 0; lane < FL; lane++) {
            sum += lanes[lane];
        }
        for (; i < end; i++) {
            sum += x[i];
        }
        return sum;
    }

    /** Within 2 units in the last place; NaN of NaN. */
    static FloatVector of(FloatVector x) {
        FloatVector shifted =
                x.fma(FloatVector.broadcast(F, LOG2_E), FloatVector.broadcast(F, ROUNDER));
        FloatVector n = shifted.sub(ROUNDER);
        FloatVector r = n.fma(FloatVector.broadcast(F, -LN2_HIGH), x);
        r = n.fma(FloatVector.broadcast(F, -LN2_LOW), r);
        // Taylor's polynomial: |r| is at most ln 2 / 2, where its error is 6e-9.
        FloatVector p = FloatVector.broadcast(F, 1f / 5040);
        p = p.fma(r, FloatVector.broadcast(F, 1f / 720));
        p = p.fma(r, FloatVector.broadcast(F, 1f / 120));
        p = p.fma(r, FloatVector.broadcast(F, 1f / 24));
        p = p.fma(r, FloatVector.broadcast(F, 1f / 6));
        p = p.fma(r, FloatVector.broadcast(F, 0.5f));
        p = p.fma(r, FloatVector.broadcast(F, 1f));
        p = p.fma(r, FloatVector.broadcast(F, 1f));
        IntVector power =
                shifted.reinterpretAsInts()
                        .sub(Float.floatToRawIntBits(ROUNDER) - EXPONENT_BIAS)
                        .lanewise(LSHL, FRACTION_BITS);
        return p.mul(power.reinterpretAsFloats())
                .blend(Float.POSITIVE_INFINITY, x.compare(GT, HIGHEST))
                .blend(0f, x.compare(LT, LOWEST));
    }
}
