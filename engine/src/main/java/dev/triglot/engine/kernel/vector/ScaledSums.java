package dev.triglot.engine.kernel.vector;

import static dev.triglot.engine.kernel.vector.Lanes.F;
import static dev.triglot.engine.kernel.vector.Lanes.S;
import static dev.triglot.engine.kernel.vector.Lanes.SL;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/** Adds up the exact sums of units, times the scales of weights and activations. */
final class ScaledSums {
    private ScaledSums() {}

    /**
     * y[r] += sum over units of sums * scales * x.
     *
     * @param sums [units][32 lanes] from sumsAt
     * @param scales [units][32 rows] from scalesAt, see {@link Scales#unpack}
     * @param x scales of the units of a token, from xAt
     * @param y [32] from yAt
     */
    static void add(
            short[] sums,
            int sumsAt,
            float[] scales,
            int scalesAt,
            int units,
            float[] x,
            int xAt,
            float[] y,
            int yAt) {
        for (int v = 0; v < Group.ROWS; v += SL) {
            int r = v / 2;
            FloatVector y0 = FloatVector.fromArray(F, y, yAt + r);
            FloatVector y1 = FloatVector.fromArray(F, y, yAt + r + Group.HALF);
            for (int u = 0; u < units; u++) {
                int o = u * Group.ROWS;
                FloatVector d = FloatVector.broadcast(F, x[xAt + u]);
                IntVector i = ShortVector.fromArray(S, sums, sumsAt + o + v).reinterpretAsInts();
                y0 =
                        ((FloatVector) i.lanewise(LSHL, 16).convert(I2F, 0))
                                .mul(FloatVector.fromArray(F, scales, scalesAt + o + r))
                                .fma(d, y0);
                y1 =
                        ((FloatVector) i.lanewise(ASHR, 16).convert(I2F, 0))
                                .mul(
                                        FloatVector.fromArray(
                                                F, scales, scalesAt + o + r + Group.HALF))
                                .fma(d, y1);
            }
            y0.intoArray(y, yAt + r);
            y1.intoArray(y, yAt + r + Group.HALF);
        }
    }

    /**
     * y[r] += sum over units of mins * totals.
     *
     * @param mins [units][32] from minsAt
     * @param totals sums of the activations of units, from xAt
     * @param y [32] from yAt
     */
    static void addMins(
            float[] mins, int minsAt, int units, float[] totals, int xAt, float[] y, int yAt) {
        for (int r = 0; r < Group.HALF; r += SL / 2) {
            FloatVector y0 = FloatVector.fromArray(F, y, yAt + r);
            FloatVector y1 = FloatVector.fromArray(F, y, yAt + r + Group.HALF);
            for (int u = 0; u < units; u++) {
                int o = minsAt + u * Group.ROWS + r;
                FloatVector t = FloatVector.broadcast(F, totals[xAt + u]);
                y0 = FloatVector.fromArray(F, mins, o).fma(t, y0);
                y1 = FloatVector.fromArray(F, mins, o + Group.HALF).fma(t, y1);
            }
            y0.intoArray(y, yAt + r);
            y1.intoArray(y, yAt + r + Group.HALF);
        }
    }
}
