package dev.triglot.engine.kernel.vector;

import static dev.triglot.engine.kernel.vector.Lanes.F;
import static dev.triglot.engine.kernel.vector.Lanes.FL;

import jdk.incubator.vector.FloatVector;

/**
 * The inner loops of matrix products in f32. Every variant adds the products of one sum in the
 * order of columns, one fused multiply-add each, so all give the same bits.
 *
 * <p>Two vectors by four tokens is the largest block that C2 keeps in 16 registers, and no larger
 * one is faster with 32.
 */
final class FloatGemm {
    /** Tokens that are computed together. */
    static final int TOKENS = 4;

    /** Floats of a sum that are computed together. */
    static final int WIDTH = 2 * FL;

    /** Floats that {@link #wide} computes together. */
    static final int WIDE = 2 * WIDTH;

    private FloatGemm() {}

    /** Tokens rounded up to whole tiles. */
    static int padded(int tokens) {
        return (tokens + TOKENS - 1) / TOKENS * TOKENS;
    }

    /**
     * y[t][i] += sum over c of w[c][i] * x[c][t], for i in [0, WIDTH) and four t.
     *
     * @param w [columns], rows of wStride floats
     * @param x [columns][TOKENS]
     * @param y four rows of yStride floats
     */
    static void tile(
            float[] w,
            int wAt,
            int wStride,
            int columns,
            float[] x,
            int xAt,
            float[] y,
            int yAt,
            int yStride) {
        int y1 = yAt + yStride;
        int y2 = y1 + yStride;
        int y3 = y2 + yStride;
        FloatVector s00 = FloatVector.fromArray(F, y, yAt);
        FloatVector s10 = FloatVector.fromArray(F, y, yAt + FL);
        FloatVector s01 = FloatVector.fromArray(F, y, y1);
        FloatVector s11 = FloatVector.fromArray(F, y, y1 + FL);
        FloatVector s02 = FloatVector.fromArray(F, y, y2);
        FloatVector s12 = FloatVector.fromArray(F, y, y2 + FL);
        FloatVector s03 = FloatVector.fromArray(F, y, y3);
        FloatVector s13 = FloatVector.fromArray(F, y, y3 + FL);
        for (int c = 0; c < columns; c++) {
            FloatVector w0 = FloatVector.fromArray(F, w, wAt + c * wStride);
            FloatVector w1 = FloatVector.fromArray(F, w, wAt + c * wStride + FL);
            FloatVector k = FloatVector.broadcast(F, x[xAt + TOKENS * c]);
            s00 = w0.fma(k, s00);
            s10 = w1.fma(k, s10);
            k = FloatVector.broadcast(F, x[xAt + TOKENS * c + 1]);
            s01 = w0.fma(k, s01);
            s11 = w1.fma(k, s11);
            k = FloatVector.broadcast(F, x[xAt + TOKENS * c + 2]);
            s02 = w0.fma(k, s02);
            s12 = w1.fma(k, s12);
            k = FloatVector.broadcast(F, x[xAt + TOKENS * c + 3]);
            s03 = w0.fma(k, s03);
            s13 = w1.fma(k, s13);
        }
        s00.intoArray(y, yAt);
        s10.intoArray(y, yAt + FL);
        s01.intoArray(y, y1);
        s11.intoArray(y, y1 + FL);
        s02.intoArray(y, y2);
        s12.intoArray(y, y2 + FL);
        s03.intoArray(y, y3);
        s13.intoArray(y, y3 + FL);
    }

    /** The same with x in four rows of xStride floats. */
    static void rows(
            float[] w,
            int wAt,
            int wStride,
            int columns,
            float[] x,
            int xAt,
            int xStride,
            float[] y,
            int yAt,
            int yStride) {
        int x1 = xAt + xStride;
        int x2 = x1 + xStride;
        int x3 = x2 + xStride;
        int y1 = yAt + yStride;
        int y2 = y1 + yStride;
        int y3 = y2 + yStride;
        FloatVector s00 = FloatVector.fromArray(F, y, yAt);
        FloatVector s10 = FloatVector.fromArray(F, y, yAt + FL);
        FloatVector s01 = FloatVector.fromArray(F, y, y1);
        FloatVector s11 = FloatVector.fromArray(F, y, y1 + FL);
        FloatVector s02 = FloatVector.fromArray(F, y, y2);
        FloatVector s12 = FloatVector.fromArray(F, y, y2 + FL);
        FloatVector s03 = FloatVector.fromArray(F, y, y3);
        FloatVector s13 = FloatVector.fromArray(F, y, y3 + FL);
        for (int c = 0; c < columns; c++) {
            FloatVector w0 = FloatVector.fromArray(F, w, wAt + c * wStride);
            FloatVector w1 = FloatVector.fromArray(F, w, wAt + c * wStride + FL);
            FloatVector k = FloatVector.broadcast(F, x[xAt + c]);
            s00 = w0.fma(k, s00);
            s10 = w1.fma(k, s10);
            k = FloatVector.broadcast(F, x[x1 + c]);
            s01 = w0.fma(k, s01);
            s11 = w1.fma(k, s11);
            k = FloatVector.broadcast(F, x[x2 + c]);
            s02 = w0.fma(k, s02);
            s12 = w1.fma(k, s12);
            k = FloatVector.broadcast(F, x[x3 + c]);
            s03 = w0.fma(k, s03);
            s13 = w1.fma(k, s13);
        }
        s00.intoArray(y, yAt);
        s10.intoArray(y, yAt + FL);
        s01.intoArray(y, y1);
        s11.intoArray(y, y1 + FL);
        s02.intoArray(y, y2);
        s12.intoArray(y, y2 + FL);
        s03.intoArray(y, y3);
        s13.intoArray(y, y3 + FL);
    }

    /** The same for one token and twice as many sums, so that they do not wait for each other. */
    static void wide(
            float[] w, int wAt, int wStride, int columns, float[] x, int xAt, float[] y, int yAt) {
        FloatVector s0 = FloatVector.fromArray(F, y, yAt);
        FloatVector s1 = FloatVector.fromArray(F, y, yAt + FL);
        FloatVector s2 = FloatVector.fromArray(F, y, yAt + 2 * FL);
        FloatVector s3 = FloatVector.fromArray(F, y, yAt + 3 * FL);
        for (int c = 0; c < columns; c++) {
            FloatVector k = FloatVector.broadcast(F, x[xAt + c]);
            int at = wAt + c * wStride;
            s0 = FloatVector.fromArray(F, w, at).fma(k, s0);
            s1 = FloatVector.fromArray(F, w, at + FL).fma(k, s1);
            s2 = FloatVector.fromArray(F, w, at + 2 * FL).fma(k, s2);
            s3 = FloatVector.fromArray(F, w, at + 3 * FL).fma(k, s3);
        }
        s0.intoArray(y, yAt);
        s1.intoArray(y, yAt + FL);
        s2.intoArray(y, yAt + 2 * FL);
        s3.intoArray(y, yAt + 3 * FL);
    }

    /** The same for one token. */
    static void row(
            float[] w, int wAt, int wStride, int columns, float[] x, int xAt, float[] y, int yAt) {
        FloatVector s0 = FloatVector.fromArray(F, y, yAt);
        FloatVector s1 = FloatVector.fromArray(F, y, yAt + FL);
        for (int c = 0; c < columns; c++) {
            FloatVector k = FloatVector.broadcast(F, x[xAt + c]);
            s0 = FloatVector.fromArray(F, w, wAt + c * wStride).fma(k, s0);
            s1 = FloatVector.fromArray(F, w, wAt + c * wStride + FL).fma(k, s1);
        }
        s0.intoArray(y, yAt);
        s1.intoArray(y, yAt + FL);
    }
}
