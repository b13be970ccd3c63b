package dev.triglot.engine.kernel.vector;

import static dev.triglot.engine.kernel.vector.Lanes.F;
import static dev.triglot.engine.kernel.vector.Lanes.FL;
import static dev.triglot.engine.kernel.vector.Lanes.I;

import dev.triglot.engine.kernel.Activations;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Activations for {@link NibbleMatrix}: 8-bit numbers by blocks of 32, turned into the coefficients of the unmasked
 * products.
 *
 * <p>With x0..x3 the four numbers that meet the nibbles of one short, the coefficients are x0, x1 - 16 x0, x2 - 16 x1,
 * x3 - 16 x2: what the higher nibbles add to an unmasked product is cancelled by the next coefficient, modulo 2^16. Each is
 * stored twice in an int, ready to be broadcast.
 */
final class QuantizedInput {
    static final Object FORM = QuantizedInput.class;
    static final int BLOCK = 32;

    private static final int LARGEST = 127;

    /** [token][column]. */
    final int[] coefficients;

    /** -8 times the sum of a block's numbers, twice in an int: takes the zero point of the nibbles off. [token][block] */
    final int[] zeroPoints;

    /** Scale of a block times 2^112, for scales of weights in {@link Half}'s form. [token][block] */
    final float[] scales;

    /** Sum of a block's numbers times its scale, times 2^112. [token][block] */
    final float[] sums;

    /** Eight times the sum of a block's numbers. [token][block] */
    final float[] eightfold;

    private QuantizedInput(Activations x) {
        int n = x.maxTokens() * x.maxColumns();
        coefficients = new int[n];
        zeroPoints = new int[n / BLOCK];
        scales = new float[n / BLOCK];
        sums = new float[n / BLOCK];
        eightfold = new float[n / BLOCK];
    }

    static QuantizedInput of(Activations x) {
        return x.buffer(FORM, QuantizedInput::new);
    }

    static void prepare(Activations x, int tokenFrom, int tokenTo) {
        QuantizedInput out = of(x);
        for (int i = tokenFrom * x.columns(); i < tokenTo * x.columns(); i += BLOCK) {
            out.block(x.values(), i);
        }
    }

    private void block(float[] x, int at) {
        FloatVector largest = FloatVector.zero(F);
        for (int i = 0; i < BLOCK; i += FL) {
            largest = largest.max(FloatVector.fromArray(F, x, at + i).abs());
        }
        float max = largest.reduceLanes(VectorOperators.MAX);
        float inverse = max == 0 ? 0 : LARGEST / max;
        IntVector total = IntVector.zero(I);
        for (int i = 0; i < BLOCK; i += FL) {
            FloatVector scaled = FloatVector.fromArray(F, x, at + i).mul(inverse);
            // Half away from zero: conversion truncates.
            FloatVector half = FloatVector.broadcast(F, 0.5f)
                    .reinterpretAsInts()
                    .or(scaled.reinterpretAsInts().and(Integer.MIN_VALUE))
                    .reinterpretAsFloats();
            IntVector number = (IntVector) scaled.add(half).convert(VectorOperators.F2I, 0);
            number.intoArray(coefficients, at + i);
            total = total.add(number);
        }
        int sum = total.reduceLanes(VectorOperators.ADD);
        int block = at / BLOCK;
        float scale = max / LARGEST;
        zeroPoints[block] = twice(-8 * sum);
        scales[block] = scale * Half.SCALE;
        sums[block] = sum * scale * Half.SCALE;
        eightfold[block] = 8f * sum;
        for (int i = at; i < at + BLOCK; i += 4) {
            int x0 = coefficients[i];
            int x1 = coefficients[i + 1];
            int x2 = coefficients[i + 2];
            int x3 = coefficients[i + 3];
            coefficients[i] = twice(x0);
            coefficients[i + 1] = twice(x1 - 16 * x0);
            coefficients[i + 2] = twice(x2 - 16 * x1);
            coefficients[i + 3] = twice(x3 - 16 * x2);
        }
    }

    private static int twice(int number) {
        return (number & 0xFFFF) * 0x10001;
    }
}
