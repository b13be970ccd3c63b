package dev.triglot.engine.kernel.vector;

import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** The species of the chosen width, and the shape of the row groups that follows from it. */
final class Lanes {
    static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
    static final int BITS = LaneWidth.chosen();

    private static final VectorShape SHAPE = VectorShape.forBitSize(BITS);
    static final VectorSpecies<Float> F = VectorSpecies.of(float.class, SHAPE);
    static final VectorSpecies<Integer> I = VectorSpecies.of(int.class, SHAPE);
    static final VectorSpecies<Short> S = VectorSpecies.of(short.class, SHAPE);

    /** As many bytes as a float vector has lanes, but at least the 8 of the smallest species. */
    static final VectorSpecies<Byte> B = VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, BITS / 4)));

    /** Floats in a vector. */
    static final int FL = F.length();

    /** Shorts in a vector: rows of a group. */
    static final int SL = S.length();

    /** Rows that are packed and computed together: two groups, four float vectors. */
    static final int PAIR = 2 * SL;

    private static final VectorShuffle<Float> SWAP_1 = swap(1);
    private static final VectorShuffle<Float> SWAP_2 = swap(2);
    private static final VectorShuffle<Float> SWAP_4 = swap(4 % FL);
    private static final VectorShuffle<Float> SWAP_8 = swap(8 % FL);

    private Lanes() {}

    private static VectorShuffle<Float> swap(int distance) {
        return VectorShuffle.fromOp(F, lane -> lane ^ distance);
    }

    /** The sum of all lanes, in one fixed order. */
    static float sum(FloatVector v) {
        FloatVector sum = v.add(v.rearrange(SWAP_1));
        sum = sum.add(sum.rearrange(SWAP_2));
        if (FL >= 8) {
            sum = sum.add(sum.rearrange(SWAP_4));
        }
        if (FL >= 16) {
            sum = sum.add(sum.rearrange(SWAP_8));
        }
        return sum.lane(0);
    }

    /** The lane in which a group keeps its row 0..SL-1: rows of the first half in even lanes. */
    static int lane(int row) {
        return row < FL ? 2 * row : 2 * (row - FL) + 1;
    }
}
