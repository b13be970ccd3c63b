package dev.triglot.engine.kernel.vector;

import static dev.triglot.engine.kernel.vector.Lanes.F;
import static dev.triglot.engine.kernel.vector.Lanes.FL;

import dev.triglot.engine.quant.GroupRounding;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link GroupRounding} with a group in each lane. The loop of a sum is written out where it is
 * used: C2 boxes vectors that methods hand on.
 */
final class VectorGroupRounding implements GroupRounding {
    private static final int ELEMENTS = SIDE * SIDE;

    @Override
    public void fit(float[] x, float[] w, float[] targets, int half, float[] scales) {
        int lowest = MAGIC_BITS - half;
        int highest = MAGIC_BITS + half - 1;
        FloatVector magic = FloatVector.broadcast(F, MAGIC);
        for (int g = 0; g < SIDE; g += FL) {
            FloatVector extreme = FloatVector.zero(F);
            for (int at = g; at < ELEMENTS; at += SIDE) {
                FloatVector value = FloatVector.fromArray(F, x, at);
                extreme =
                        extreme.blend(
                                value, value.abs().compare(VectorOperators.GT, extreme.abs()));
            }
            FloatVector reciprocal = FloatVector.broadcast(F, 1).div(extreme);
            VectorMask<Float> unfit = reciprocal.test(VectorOperators.IS_FINITE).not();
            FloatVector scale = extreme.div(targets[targets.length / 2]);
            FloatVector best = FloatVector.zero(F);
            for (int i = 0; i < targets.length + REFINEMENTS; i++) {
                FloatVector inverse =
                        i < targets.length
                                ? reciprocal.mul(targets[i])
                                : FloatVector.broadcast(F, 1).div(scale);
                FloatVector qq = FloatVector.zero(F);
                FloatVector xq = FloatVector.zero(F);
                for (int at = g; at < ELEMENTS; at += SIDE) {
                    FloatVector value = FloatVector.fromArray(F, x, at);
                    IntVector bits = value.fma(inverse, magic).reinterpretAsInts();
                    FloatVector q = bits.max(lowest).min(highest).reinterpretAsFloats().sub(magic);
                    FloatVector weighted = FloatVector.fromArray(F, w, at).mul(q);
                    qq = weighted.fma(q, qq);
                    xq = weighted.fma(value, xq);
                }
                FloatVector gain = xq.mul(xq);
                VectorMask<Float> better =
                        gain.compare(VectorOperators.GT, best.mul(qq))
                                .and(qq.compare(VectorOperators.GT, 0));
                best = best.blend(gain.div(qq), better);
                scale = scale.blend(xq.div(qq), better);
            }
            scale.blend(0, unfit).intoArray(scales, g);
        }
    }

    @Override
    public void sum(float[] x, float[] w, float[] inverses, int half, float[] qq, float[] xq) {
        int lowest = MAGIC_BITS - half;
        int highest = MAGIC_BITS + half - 1;
        FloatVector magic = FloatVector.broadcast(F, MAGIC);
        for (int g = 0; g < SIDE; g += FL) {
            FloatVector inverse = FloatVector.fromArray(F, inverses, g);
            FloatVector sumQq = FloatVector.zero(F);
            FloatVector sumXq = FloatVector.zero(F);
            for (int at = g; at < ELEMENTS; at += SIDE) {
                FloatVector value = FloatVector.fromArray(F, x, at);
                IntVector bits = value.fma(inverse, magic).reinterpretAsInts();
                FloatVector q = bits.max(lowest).min(highest).reinterpretAsFloats().sub(magic);
                FloatVector weighted = FloatVector.fromArray(F, w, at).mul(q);
                sumQq = weighted.fma(q, sumQq);
                sumXq = weighted.fma(value, sumXq);
            }
            sumQq.intoArray(qq, g);
            sumXq.intoArray(xq, g);
        }
    }

    @Override
    public void round(float[] x, float[] inverses, int half, int[] codes) {
        int lowest = MAGIC_BITS - half;
        int highest = MAGIC_BITS + half - 1;
        for (int g = 0; g < SIDE; g += FL) {
            FloatVector inverse = FloatVector.fromArray(F, inverses, g);
            for (int at = g; at < ELEMENTS; at += SIDE) {
                FloatVector.fromArray(F, x, at)
                        .fma(inverse, FloatVector.broadcast(F, MAGIC))
                        .reinterpretAsInts()
                        .max(lowest)
                        .min(highest)
                        .sub(lowest)
                        .intoArray(codes, at);
            }
        }
    }
}
