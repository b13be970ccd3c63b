package dev.triglot.engine.kernel.vector;

import static dev.triglot.engine.kernel.vector.Lanes.F;
import static dev.triglot.engine.kernel.vector.Lanes.FL;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Softmax of one row, in place; a NaN or a positive infinity makes the whole row NaN. */
final class Softmax {
    private Softmax() {}

    static void apply(float[] x, int offset, int n) {
        float max = max(x, offset, n);
        Exponential.inPlace(x, offset, n, max);
        scale(x, offset, n, 1 / Lanes.sum(x, offset, n));
    }

    static float max(float[] x, int offset, int n) {
        FloatVector largest = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
        int end = offset + n;
        int i = offset;
        for (; i <= end - FL; i += FL) {
            largest = largest.max(FloatVector.fromArray(F, x, i));
        }
        float max = largest.reduceLanes(VectorOperators.MAX);
        for (; i < end; i++) {
            max = Math.max(max, x[i]);
        }
        return max;
    }

    static void scale(float[] x, int offset, int n, float factor) {
        for (int i = offset; i < offset + n; i++) {
            x[i] *= factor;
        }
    }
}
