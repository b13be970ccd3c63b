package dev.triglot.engine.kernel.vector;

import dev.triglot.engine.quant.GridSums;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link GridSums} a vector at a time: groups are multiples of 16, and vectors have at most 16
 * lanes.
 */
final class VectorGridSums implements GridSums {
    @Override
    public void sum(
            float[] x,
            float[] w,
            int from,
            int n,
            float inverse,
            float half,
            int top,
            int zero,
            float[] out) {
        FloatVector sumQ = FloatVector.zero(Lanes.F);
        FloatVector sumQq = FloatVector.zero(Lanes.F);
        FloatVector sumXq = FloatVector.zero(Lanes.F);
        FloatVector halves = FloatVector.broadcast(Lanes.F, half);
        for (int i = from; i < from + n; i += Lanes.FL) {
            FloatVector value = FloatVector.fromArray(Lanes.F, x, i);
            FloatVector weight = FloatVector.fromArray(Lanes.F, w, i);
            IntVector code =
                    (IntVector)
                            value.mul(inverse)
                                    .add(halves)
                                    .convertShape(VectorOperators.F2I, Lanes.I, 0);
            FloatVector q =
                    (FloatVector)
                            code.max(0)
                                    .min(top)
                                    .sub(zero)
                                    .convertShape(VectorOperators.I2F, Lanes.F, 0);
            FloatVector weighted = weight.mul(q);
            sumQ = sumQ.add(weighted);
            sumQq = weighted.fma(q, sumQq);
            sumXq = weighted.fma(value, sumXq);
        }
        out[0] = Lanes.sum(sumQ);
        out[1] = Lanes.sum(sumQq);
        out[2] = Lanes.sum(sumXq);
    }
}
