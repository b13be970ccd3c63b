package dev.triglot.engine.kernel.vector;

import static dev.triglot.engine.kernel.vector.Lanes.I;
import static dev.triglot.engine.kernel.vector.Lanes.S;
import static dev.triglot.engine.kernel.vector.Lanes.SL;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/**
 * The inner loop of matrix products of many tokens in 16-bit integers.
 *
 * <p>Eight sums stay in registers: of two vectors of rows and four tokens, or, where one vector
 * holds all rows of a group, of eight tokens.
 */
final class IntegerGemm {
    /** Tokens that are computed together. */
    static final int TOKENS = Lanes.WHOLE_LINES ? 8 : 4;

    private IntegerGemm() {}

    /** Tokens rounded up to whole tiles. */
    static int padded(int tokens) {
        return (tokens + TOKENS - 1) / TOKENS * TOKENS;
    }

    /**
     * sums[t][u][r] = sum over the columns c of unit u of w[c][r] * x[c][t], for TOKENS t.
     *
     * @param w [units * unitColumns][32] from 0
     * @param x [units * unitColumns][TOKENS] from xAt, each number twice in an int
     * @param sums TOKENS times sumsStride shorts from sumsAt, each [units][32]
     */
    static void multiply(
            short[] w,
            int units,
            int unitColumns,
            int[] x,
            int xAt,
            short[] sums,
            int sumsAt,
            int sumsStride) {
        for (int u = 0; u < units; u++) {
            int c = u * unitColumns;
            int to = sumsAt + u * Group.ROWS;
            if (Lanes.WHOLE_LINES) {
                eightTokens(w, c, unitColumns, x, xAt, sums, to, sumsStride);
            } else {
                for (int r = 0; r < Group.ROWS; r += 2 * SL) {
                    fourTokens(w, r, c, unitColumns, x, xAt, sums, to + r, sumsStride);
                }
            }
        }
    }

    private static void fourTokens(
            short[] w,
            int wAt,
            int from,
            int columns,
            int[] x,
            int xAt,
            short[] sums,
            int to,
            int sumsStride) {
        ShortVector s00 = ShortVector.zero(S);
        ShortVector s10 = s00;
        ShortVector s01 = s00;
        ShortVector s11 = s00;
        ShortVector s02 = s00;
        ShortVector s12 = s00;
        ShortVector s03 = s00;
        ShortVector s13 = s00;
        for (int c = from; c < from + columns; c++) {
            ShortVector w0 = ShortVector.fromArray(S, w, wAt + c * Group.ROWS);
            ShortVector w1 = ShortVector.fromArray(S, w, wAt + c * Group.ROWS + SL);
            int p = xAt + c * TOKENS;
            ShortVector k = IntVector.broadcast(I, x[p]).reinterpretAsShorts();
            s00 = s00.add(w0.mul(k));
            s10 = s10.add(w1.mul(k));
            k = IntVector.broadcast(I, x[p + 1]).reinterpretAsShorts();
            s01 = s01.add(w0.mul(k));
            s11 = s11.add(w1.mul(k));
            k = IntVector.broadcast(I, x[p + 2]).reinterpretAsShorts();
            s02 = s02.add(w0.mul(k));
            s12 = s12.add(w1.mul(k));
            k = IntVector.broadcast(I, x[p + 3]).reinterpretAsShorts();
            s03 = s03.add(w0.mul(k));
            s13 = s13.add(w1.mul(k));
        }
        s00.intoArray(sums, to);
        s10.intoArray(sums, to + SL);
        s01.intoArray(sums, to + sumsStride);
        s11.intoArray(sums, to + sumsStride + SL);
        s02.intoArray(sums, to + 2 * sumsStride);
        s12.intoArray(sums, to + 2 * sumsStride + SL);
        s03.intoArray(sums, to + 3 * sumsStride);
        s13.intoArray(sums, to + 3 * sumsStride + SL);
    }

    private static void eightTokens(
            short[] w,
            int from,
            int columns,
            int[] x,
            int xAt,
            short[] sums,
            int to,
            int sumsStride) {
        ShortVector s0 = ShortVector.zero(S);
        ShortVector s1 = s0;
        ShortVector s2 = s0;
        ShortVector s3 = s0;
        ShortVector s4 = s0;
        ShortVector s5 = s0;
        ShortVector s6 = s0;
        ShortVector s7 = s0;
        for (int c = from; c < from + columns; c++) {
            ShortVector v = ShortVector.fromArray(S, w, c * Group.ROWS);
            int p = xAt + c * TOKENS;
            s0 = s0.add(v.mul(IntVector.broadcast(I, x[p]).reinterpretAsShorts()));
            s1 = s1.add(v.mul(IntVector.broadcast(I, x[p + 1]).reinterpretAsShorts()));
            s2 = s2.add(v.mul(IntVector.broadcast(I, x[p + 2]).reinterpretAsShorts()));
            s3 = s3.add(v.mul(IntVector.broadcast(I, x[p + 3]).reinterpretAsShorts()));
            s4 = s4.add(v.mul(IntVector.broadcast(I, x[p + 4]).reinterpretAsShorts()));
            s5 = s5.add(v.mul(IntVector.broadcast(I, x[p + 5]).reinterpretAsShorts()));
            s6 = s6.add(v.mul(IntVector.broadcast(I, x[p + 6]).reinterpretAsShorts()));
            s7 = s7.add(v.mul(IntVector.broadcast(I, x[p + 7]).reinterpretAsShorts()));
        }
        s0.intoArray(sums, to);
        s1.intoArray(sums, to + sumsStride);
        s2.intoArray(sums, to + 2 * sumsStride);
        s3.intoArray(sums, to + 3 * sumsStride);
        s4.intoArray(sums, to + 4 * sumsStride);
        s5.intoArray(sums, to + 5 * sumsStride);
        s6.intoArray(sums, to + 6 * sumsStride);
        s7.intoArray(sums, to + 7 * sumsStride);
    }
}
