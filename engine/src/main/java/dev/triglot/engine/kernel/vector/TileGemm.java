package dev.triglot.engine.kernel.vector;

import static dev.triglot.engine.kernel.vector.Lanes.F;
import static dev.triglot.engine.kernel.vector.Lanes.FL;
import static dev.triglot.engine.kernel.vector.Lanes.PAIR;

import jdk.incubator.vector.FloatVector;

/**
 * The inner loops of a matrix product with many tokens, in f32: a tile of weights [columns][PAIR rows], unpacked once, is
 * multiplied with every tile of tokens. Accumulators stay in registers over the columns of a tile.
 *
 * <p>The shapes are what C2 keeps in registers: with the 32 registers of AVX-512 four vectors of rows by six tokens, with
 * 16 registers two by four.
 */
final class TileGemm {
    private static final boolean WIDE = Lanes.BITS == 512;

    /** Tokens of a tile. */
    static final int TOKENS = WIDE ? 6 : 4;

    /** Columns that are unpacked together: the tile stays in the second-level cache. */
    static final int COLUMNS = 256;

    private TileGemm() {}

    /** Tokens rounded up to whole tiles. */
    static int padded(int tokens) {
        return (tokens + TOKENS - 1) / TOKENS * TOKENS;
    }

    /**
     * sums[t][r] += sum over c of weights[c][r] * x[c][t] for one tile of tokens.
     *
     * @param weights [columns][PAIR]
     * @param x [columns][TOKENS] from xAt
     * @param sums [TOKENS][PAIR] from at
     */
    static void multiply(float[] weights, int columns, float[] x, int xAt, float[] sums, int at) {
        if (WIDE) {
            fourBySix(weights, columns, x, xAt, sums, at);
        } else {
            twoByFour(weights, 0, columns, x, xAt, sums, at);
            twoByFour(weights, 2 * FL, columns, x, xAt, sums, at + 2 * FL);
        }
    }

    private static void twoByFour(float[] w, int wAt, int columns, float[] x, int xAt, float[] sums, int at) {
        FloatVector s00 = FloatVector.fromArray(F, sums, at);
        FloatVector s10 = FloatVector.fromArray(F, sums, at + FL);
        FloatVector s01 = FloatVector.fromArray(F, sums, at + PAIR);
        FloatVector s11 = FloatVector.fromArray(F, sums, at + PAIR + FL);
        FloatVector s02 = FloatVector.fromArray(F, sums, at + 2 * PAIR);
        FloatVector s12 = FloatVector.fromArray(F, sums, at + 2 * PAIR + FL);
        FloatVector s03 = FloatVector.fromArray(F, sums, at + 3 * PAIR);
        FloatVector s13 = FloatVector.fromArray(F, sums, at + 3 * PAIR + FL);
        int wi = wAt;
        int xi = xAt;
        for (int c = 0; c < columns; c++, wi += PAIR, xi += 4) {
            FloatVector w0 = FloatVector.fromArray(F, w, wi);
            FloatVector w1 = FloatVector.fromArray(F, w, wi + FL);
            FloatVector b = FloatVector.broadcast(F, x[xi]);
            s00 = w0.fma(b, s00);
            s10 = w1.fma(b, s10);
            b = FloatVector.broadcast(F, x[xi + 1]);
            s01 = w0.fma(b, s01);
            s11 = w1.fma(b, s11);
            b = FloatVector.broadcast(F, x[xi + 2]);
            s02 = w0.fma(b, s02);
            s12 = w1.fma(b, s12);
            b = FloatVector.broadcast(F, x[xi + 3]);
            s03 = w0.fma(b, s03);
            s13 = w1.fma(b, s13);
        }
        s00.intoArray(sums, at);
        s10.intoArray(sums, at + FL);
        s01.intoArray(sums, at + PAIR);
        s11.intoArray(sums, at + PAIR + FL);
        s02.intoArray(sums, at + 2 * PAIR);
        s12.intoArray(sums, at + 2 * PAIR + FL);
        s03.intoArray(sums, at + 3 * PAIR);
        s13.intoArray(sums, at + 3 * PAIR + FL);
    }

    private static void fourBySix(float[] w, int columns, float[] x, int xAt, float[] sums, int at) {
        FloatVector s00 = FloatVector.fromArray(F, sums, at);
        FloatVector s10 = FloatVector.fromArray(F, sums, at + FL);
        FloatVector s20 = FloatVector.fromArray(F, sums, at + 2 * FL);
        FloatVector s30 = FloatVector.fromArray(F, sums, at + 3 * FL);
        FloatVector s01 = FloatVector.fromArray(F, sums, at + PAIR);
        FloatVector s11 = FloatVector.fromArray(F, sums, at + PAIR + FL);
        FloatVector s21 = FloatVector.fromArray(F, sums, at + PAIR + 2 * FL);
        FloatVector s31 = FloatVector.fromArray(F, sums, at + PAIR + 3 * FL);
        FloatVector s02 = FloatVector.fromArray(F, sums, at + 2 * PAIR);
        FloatVector s12 = FloatVector.fromArray(F, sums, at + 2 * PAIR + FL);
        FloatVector s22 = FloatVector.fromArray(F, sums, at + 2 * PAIR + 2 * FL);
        FloatVector s32 = FloatVector.fromArray(F, sums, at + 2 * PAIR + 3 * FL);
        FloatVector s03 = FloatVector.fromArray(F, sums, at + 3 * PAIR);
        FloatVector s13 = FloatVector.fromArray(F, sums, at + 3 * PAIR + FL);
        FloatVector s23 = FloatVector.fromArray(F, sums, at + 3 * PAIR + 2 * FL);
        FloatVector s33 = FloatVector.fromArray(F, sums, at + 3 * PAIR + 3 * FL);
        FloatVector s04 = FloatVector.fromArray(F, sums, at + 4 * PAIR);
        FloatVector s14 = FloatVector.fromArray(F, sums, at + 4 * PAIR + FL);
        FloatVector s24 = FloatVector.fromArray(F, sums, at + 4 * PAIR + 2 * FL);
        FloatVector s34 = FloatVector.fromArray(F, sums, at + 4 * PAIR + 3 * FL);
        FloatVector s05 = FloatVector.fromArray(F, sums, at + 5 * PAIR);
        FloatVector s15 = FloatVector.fromArray(F, sums, at + 5 * PAIR + FL);
        FloatVector s25 = FloatVector.fromArray(F, sums, at + 5 * PAIR + 2 * FL);
        FloatVector s35 = FloatVector.fromArray(F, sums, at + 5 * PAIR + 3 * FL);
        int wi = 0;
        int xi = xAt;
        for (int c = 0; c < columns; c++, wi += PAIR, xi += 6) {
            FloatVector w0 = FloatVector.fromArray(F, w, wi);
            FloatVector w1 = FloatVector.fromArray(F, w, wi + FL);
            FloatVector w2 = FloatVector.fromArray(F, w, wi + 2 * FL);
            FloatVector w3 = FloatVector.fromArray(F, w, wi + 3 * FL);
            FloatVector b = FloatVector.broadcast(F, x[xi]);
            s00 = w0.fma(b, s00);
            s10 = w1.fma(b, s10);
            s20 = w2.fma(b, s20);
            s30 = w3.fma(b, s30);
            b = FloatVector.broadcast(F, x[xi + 1]);
            s01 = w0.fma(b, s01);
            s11 = w1.fma(b, s11);
            s21 = w2.fma(b, s21);
            s31 = w3.fma(b, s31);
            b = FloatVector.broadcast(F, x[xi + 2]);
            s02 = w0.fma(b, s02);
            s12 = w1.fma(b, s12);
            s22 = w2.fma(b, s22);
            s32 = w3.fma(b, s32);
            b = FloatVector.broadcast(F, x[xi + 3]);
            s03 = w0.fma(b, s03);
            s13 = w1.fma(b, s13);
            s23 = w2.fma(b, s23);
            s33 = w3.fma(b, s33);
            b = FloatVector.broadcast(F, x[xi + 4]);
            s04 = w0.fma(b, s04);
            s14 = w1.fma(b, s14);
            s24 = w2.fma(b, s24);
            s34 = w3.fma(b, s34);
            b = FloatVector.broadcast(F, x[xi + 5]);
            s05 = w0.fma(b, s05);
            s15 = w1.fma(b, s15);
            s25 = w2.fma(b, s25);
            s35 = w3.fma(b, s35);
        }
        s00.intoArray(sums, at);
        s10.intoArray(sums, at + FL);
        s20.intoArray(sums, at + 2 * FL);
        s30.intoArray(sums, at + 3 * FL);
        s01.intoArray(sums, at + PAIR);
        s11.intoArray(sums, at + PAIR + FL);
        s21.intoArray(sums, at + PAIR + 2 * FL);
        s31.intoArray(sums, at + PAIR + 3 * FL);
        s02.intoArray(sums, at + 2 * PAIR);
        s12.intoArray(sums, at + 2 * PAIR + FL);
        s22.intoArray(sums, at + 2 * PAIR + 2 * FL);
        s32.intoArray(sums, at + 2 * PAIR + 3 * FL);
        s03.intoArray(sums, at + 3 * PAIR);
        s13.intoArray(sums, at + 3 * PAIR + FL);
        s23.intoArray(sums, at + 3 * PAIR + 2 * FL);
        s33.intoArray(sums, at + 3 * PAIR + 3 * FL);
        s04.intoArray(sums, at + 4 * PAIR);
        s14.intoArray(sums, at + 4 * PAIR + FL);
        s24.intoArray(sums, at + 4 * PAIR + 2 * FL);
        s34.intoArray(sums, at + 4 * PAIR + 3 * FL);
        s05.intoArray(sums, at + 5 * PAIR);
        s15.intoArray(sums, at + 5 * PAIR + FL);
        s25.intoArray(sums, at + 5 * PAIR + 2 * FL);
        s35.intoArray(sums, at + 5 * PAIR + 3 * FL);
    }
}
