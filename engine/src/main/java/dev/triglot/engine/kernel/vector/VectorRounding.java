package dev.triglot.engine.kernel.vector;

import static dev.triglot.engine.kernel.vector.Lanes.F;
import static dev.triglot.engine.kernel.vector.Lanes.FL;
import static dev.triglot.engine.kernel.vector.Lanes.I;

import dev.triglot.engine.quant.GroupRounding;
import dev.triglot.engine.quant.Rounding;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Rounding} a vector at a time: groups are multiples of 16, and vectors have at most 16
 * lanes.
 */
final class VectorRounding implements Rounding {
    /** As many bytes as there are floats; a vector of them has 64 bits at least. */
    private static final VectorSpecies<Byte> CODES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, 8 * FL)));

    /** As many shorts as there are floats. */
    private static final VectorSpecies<Short> HALVES =
            VectorSpecies.of(short.class, VectorShape.forBitSize(16 * FL));

    /** What {@link Float#floatToIntBits} makes of every NaN. */
    private static final int NAN = 0x7FC0_0000;

    private static final int MAGNITUDE = Integer.MAX_VALUE;

    private final GroupRounding groups = new VectorGroupRounding();

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
        FloatVector sumQ = FloatVector.zero(F);
        FloatVector sumQq = FloatVector.zero(F);
        FloatVector sumXq = FloatVector.zero(F);
        FloatVector halves = FloatVector.broadcast(F, half);
        for (int i = from; i < from + n; i += FL) {
            FloatVector value = FloatVector.fromArray(F, x, i);
            FloatVector weight = FloatVector.fromArray(F, w, i);
            IntVector code =
                    (IntVector)
                            value.mul(inverse).add(halves).convertShape(VectorOperators.F2I, I, 0);
            FloatVector q =
                    (FloatVector)
                            code.max(0).min(top).sub(zero).convertShape(VectorOperators.I2F, F, 0);
            FloatVector weighted = weight.mul(q);
            sumQ = sumQ.add(weighted);
            sumQq = weighted.fma(q, sumQq);
            sumXq = weighted.fma(value, sumXq);
        }
        out[0] = Lanes.sum(sumQ);
        out[1] = Lanes.sum(sumQq);
        out[2] = Lanes.sum(sumXq);
    }

    @Override
    public void round(
            float[] x,
            int from,
            int n,
            float shift,
            float inverse,
            float half,
            int top,
            byte[] codes) {
        if (CODES.length() != FL) {
            SCALAR.round(x, from, n, shift, inverse, half, top, codes);
            return;
        }
        for (int i = 0; i < n; i += FL) {
            FloatVector scaled = FloatVector.fromArray(F, x, from + i).sub(shift).mul(inverse);
            IntVector code = (IntVector) scaled.add(half).convertShape(VectorOperators.F2I, I, 0);
            ByteVector narrow =
                    (ByteVector) code.max(0).min(top).convertShape(VectorOperators.I2B, CODES, 0);
            narrow.intoArray(codes, i);
        }
    }

    /** Floats without their sign are ordered as their bits. */
    @Override
    public float ofLargestMagnitude(float[] x, int from, int n) {
        IntVector largest = IntVector.zero(I);
        for (int i = from; i < from + n; i += FL) {
            largest = largest.max(magnitudes(x, i));
        }
        int magnitude = largest.reduceLanes(VectorOperators.MAX);
        for (int i = from; i < from + n; i += FL) {
            VectorMask<Integer> found = magnitudes(x, i).eq(magnitude);
            if (found.anyTrue()) {
                return x[i + found.firstTrue()];
            }
        }
        return 0;
    }

    private static IntVector magnitudes(float[] x, int at) {
        return FloatVector.fromArray(F, x, at).reinterpretAsInts().and(MAGNITUDE);
    }

    @Override
    public float min(float[] x, int from, int n) {
        FloatVector min = FloatVector.fromArray(F, x, from);
        for (int i = from + FL; i < from + n; i += FL) {
            min = min.min(FloatVector.fromArray(F, x, i));
        }
        return min.reduceLanes(VectorOperators.MIN);
    }

    @Override
    public float max(float[] x, int from, int n) {
        FloatVector max = FloatVector.fromArray(F, x, from);
        for (int i = from + FL; i < from + n; i += FL) {
            max = max.max(FloatVector.fromArray(F, x, i));
        }
        return max.reduceLanes(VectorOperators.MAX);
    }

    @Override
    public void upperHalves(float[] x, int from, int n, short[] out) {
        int whole = n / FL * FL;
        for (int i = 0; i < whole; i += FL) {
            FloatVector value = FloatVector.fromArray(F, x, from + i);
            IntVector bits = value.reinterpretAsInts();
            IntVector half = bits.lanewise(VectorOperators.LSHR, Short.SIZE).and(1).add(0x7FFF);
            IntVector rounded =
                    bits.add(half).blend(NAN, value.test(VectorOperators.IS_NAN).cast(I));
            IntVector upper = rounded.lanewise(VectorOperators.LSHR, Short.SIZE);
            ((ShortVector) upper.convertShape(VectorOperators.I2S, HALVES, 0)).intoArray(out, i);
        }
        if (whole < n) {
            short[] rest = new short[n - whole];
            SCALAR.upperHalves(x, from + whole, rest.length, rest);
            System.arraycopy(rest, 0, out, whole, rest.length);
        }
    }

    @Override
    public GroupRounding groups() {
        return groups;
    }
}
