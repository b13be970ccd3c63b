package dev.triglot.engine.kernel.vector;

import static dev.triglot.engine.kernel.vector.Lanes.F;
import static dev.triglot.engine.kernel.vector.Lanes.FL;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** The activation functions of feed-forward layers, in place. */
final class Gates {
    private static final float SQRT_HALF = (float) Math.sqrt(0.5);

    /** -2 sqrt(2 / pi). */
    private static final float TANH_LINEAR = (float) (-2 * Math.sqrt(2 / Math.PI));

    private static final float TANH_CUBIC = TANH_LINEAR * 0.044715f;

    /**
     * Coefficients, lowest power first, of a polynomial p with erfc(x) = exp(-x^2) * t * p(t) for t
     * = 1 / (1 + 0.3 x): a Chebyshev fit for x in 0..7.
     */
    private static final float ERFC_0 = (float) 0.1692910130246;

    private static final float ERFC_1 = (float) 0.1685038347899;
    private static final float ERFC_2 = (float) 0.1690590005260;
    private static final float ERFC_3 = (float) 0.1033572950521;
    private static final float ERFC_4 = (float) 0.2878236475881;
    private static final float ERFC_5 = -(float) 0.3251605644549;
    private static final float ERFC_6 = (float) 0.8321473991718;
    private static final float ERFC_7 = -(float) 0.8960481320983;
    private static final float ERFC_8 = (float) 0.7783320013551;
    private static final float ERFC_9 = -(float) 0.3449298982603;
    private static final float ERFC_10 = (float) 0.0576244033832;

    private Gates() {}

    /** gate = gate * sigmoid(gate) * up. */
    static void siluMultiply(float[] gate, int gateOffset, float[] up, int upOffset, int n) {
        for (int i = 0; i < n; i += FL) {
            VectorMask<Float> valid = Lanes.first(n - i);
            FloatVector g = FloatVector.fromArray(F, gate, gateOffset + i, valid);
            g.div(Exponential.of(g.neg()).add(1f))
                    .mul(FloatVector.fromArray(F, up, upOffset + i, valid))
                    .intoArray(gate, gateOffset + i, valid);
        }
    }

    /** The tanh form of GELU, x * sigmoid(2 sqrt(2 / pi) (x + 0.044715 x^3)). */
    static void geluTanh(float[] y, int offset, int n) {
        int end = offset + n;
        for (int i = offset; i < end; i += FL) {
            VectorMask<Float> valid = Lanes.first(end - i);
            geluTanh(FloatVector.fromArray(F, y, i, valid)).intoArray(y, i, valid);
        }
    }

    private static FloatVector geluTanh(FloatVector x) {
        FloatVector slope =
                x.mul(x)
                        .fma(
                                FloatVector.broadcast(F, TANH_CUBIC),
                                FloatVector.broadcast(F, TANH_LINEAR));
        return x.div(Exponential.of(slope.mul(x)).add(1f));
    }

    /** The exact form of GELU, x * Phi(x) with the normal distribution Phi. */
    static void geluExact(float[] y, int offset, int n) {
        int end = offset + n;
        for (int i = offset; i < end; i += FL) {
            VectorMask<Float> valid = Lanes.first(end - i);
            geluExact(FloatVector.fromArray(F, y, i, valid)).intoArray(y, i, valid);
        }
    }

    private static FloatVector geluExact(FloatVector x) {
        FloatVector z = x.abs().mul(SQRT_HALF);
        FloatVector one = FloatVector.broadcast(F, 1f);
        FloatVector t = one.div(z.fma(FloatVector.broadcast(F, 0.3f), one));
        // Written out: a loop over coefficients kept C2 from unboxing p.
        FloatVector p = FloatVector.broadcast(F, ERFC_10);
        p = p.fma(t, FloatVector.broadcast(F, ERFC_9));
        p = p.fma(t, FloatVector.broadcast(F, ERFC_8));
        p = p.fma(t, FloatVector.broadcast(F, ERFC_7));
        p = p.fma(t, FloatVector.broadcast(F, ERFC_6));
        p = p.fma(t, FloatVector.broadcast(F, ERFC_5));
        p = p.fma(t, FloatVector.broadcast(F, ERFC_4));
        p = p.fma(t, FloatVector.broadcast(F, ERFC_3));
        p = p.fma(t, FloatVector.broadcast(F, ERFC_2));
        p = p.fma(t, FloatVector.broadcast(F, ERFC_1));
        p = p.fma(t, FloatVector.broadcast(F, ERFC_0));
        FloatVector tail = Exponential.of(z.mul(z).neg()).mul(t).mul(p).mul(0.5f);
        return x.mul(one.sub(tail).blend(tail, x.compare(LT, 0f)));
    }
}
