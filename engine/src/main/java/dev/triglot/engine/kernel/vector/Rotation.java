package dev.triglot.engine.kernel.vector;

import static dev.triglot.engine.kernel.vector.Lanes.F;
import static dev.triglot.engine.kernel.vector.Lanes.FL;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/** Rotation of interleaved pairs. */
final class Rotation {
    private static final VectorShuffle<Float> SWAP = VectorShuffle.fromOp(F, lane -> lane ^ 1);
    private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(F, lane -> lane & -2);
    private static final VectorShuffle<Float> ODD = VectorShuffle.fromOp(F, lane -> lane | 1);

    /** -1 and 1 in turn. */
    private static final FloatVector SIGNS = signs();

    private Rotation() {}

    private static FloatVector signs() {
        float[] signs = new float[FL];
        for (int i = 0; i < FL; i++) {
            signs[i] = i % 2 == 0 ? -1 : 1;
        }
        return FloatVector.fromArray(F, signs, 0);
    }

    static void apply(float[] x, int xOffset, float[] cosSin, int cosSinOffset, int pairs) {
        int i = 0;
        for (; i <= 2 * pairs - FL; i += FL) {
            FloatVector v = FloatVector.fromArray(F, x, xOffset + i);
            FloatVector cs = FloatVector.fromArray(F, cosSin, cosSinOffset + i);
            v.rearrange(SWAP)
                    .mul(cs.rearrange(ODD).mul(SIGNS))
                    .add(v.mul(cs.rearrange(EVEN)))
                    .intoArray(x, xOffset + i);
        }
        for (; i < 2 * pairs; i += 2) {
            float cos = cosSin[cosSinOffset + i];
            float sin = cosSin[cosSinOffset + i + 1];
            float even = x[xOffset + i];
            float odd = x[xOffset + i + 1];
            x[xOffset + i] = even * cos - odd * sin;
            x[xOffset + i + 1] = even * sin + odd * cos;
        }
    }
}
