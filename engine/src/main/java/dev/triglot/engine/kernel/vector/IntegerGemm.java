package dev.triglot.engine.kernel.vector;

import static dev.triglot.engine.kernel.vector.Lanes.S;
import static dev.triglot.engine.kernel.vector.Lanes.SI;
import static dev.triglot.engine.kernel.vector.Lanes.SL;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/** The inner loop of matrix products of many tokens in 16-bit integers. */
final class IntegerGemm {
    /** Tokens that are computed together. */
    static final int TOKENS = 4;

    private IntegerGemm() {}

    /**
     * sums[t][u][r] = sum over the columns c of unit u of w[c][r] * x[t][c], for four t.
     *
     * @param w [units * unitColumns][32] from 0
     * @param x four rows of xStride numbers from xAt, each twice in an int
     * @param sums four times sumsStride shorts from sumsAt, each [units][32]
     */
    static void multiply(
            short[] w,
            int units,
            int unitColumns,
            int[] x,
            int xAt,
            int xStride,
            short[] sums,
            int sumsAt,
            int sumsStride) {
        for (int r = 0; r < Group.ROWS; r += 2 * SL) {
            half(w, r, units, unitColumns, x, xAt, xStride, sums, sumsAt + r, sumsStride);
        }
    }

    private static void half(
            short[] w,
            int wAt,
            int units,
            int unitColumns,
            int[] x,
            int x0,
            int xStride,
            short[] sums,
            int sumsAt,
            int sumsStride) {
        int x1 = x0 + xStride;
        int x2 = x1 + xStride;
        int x3 = x2 + xStride;
        int c = 0;
        for (int u = 0; u < units; u++) {
            ShortVector s00 = ShortVector.zero(S);
            ShortVector s10 = s00;
            ShortVector s01 = s00;
            ShortVector s11 = s00;
            ShortVector s02 = s00;
            ShortVector s12 = s00;
            ShortVector s03 = s00;
            ShortVector s13 = s00;
            for (int end = c + unitColumns; c < end; c++) {
                ShortVector w0 = ShortVector.fromArray(S, w, wAt + c * Group.ROWS);
                ShortVector w1 = ShortVector.fromArray(S, w, wAt + c * Group.ROWS + SL);
                ShortVector k = IntVector.broadcast(SI, x[x0 + c]).reinterpretAsShorts();
                s00 = s00.add(w0.mul(k));
                s10 = s10.add(w1.mul(k));
                k = IntVector.broadcast(SI, x[x1 + c]).reinterpretAsShorts();
                s01 = s01.add(w0.mul(k));
                s11 = s11.add(w1.mul(k));
                k = IntVector.broadcast(SI, x[x2 + c]).reinterpretAsShorts();
                s02 = s02.add(w0.mul(k));
                s12 = s12.add(w1.mul(k));
                k = IntVector.broadcast(SI, x[x3 + c]).reinterpretAsShorts();
                s03 = s03.add(w0.mul(k));
                s13 = s13.add(w1.mul(k));
            }
            int o = sumsAt + u * Group.ROWS;
            s00.intoArray(sums, o);
            s10.intoArray(sums, o + SL);
            o += sumsStride;
            s01.intoArray(sums, o);
            s11.intoArray(sums, o + SL);
            o += sumsStride;
            s02.intoArray(sums, o);
            s12.intoArray(sums, o + SL);
            o += sumsStride;
            s03.intoArray(sums, o);
            s13.intoArray(sums, o + SL);
        }
    }
}
