package dev.triglot.engine.kernel.vector;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** The species of the chosen width. */
final class Lanes {
    static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
    static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LE);
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(LE);
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(LE);
    static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(LE);

    private static final int BITS = LaneWidth.chosen();
    private static final VectorShape SHAPE = VectorShape.forBitSize(BITS);

    /** Floats of the full width, and as many ints. */
    static final VectorSpecies<Float> F = VectorSpecies.of(float.class, SHAPE);

    static final VectorSpecies<Integer> I = VectorSpecies.of(int.class, SHAPE);
    static final int FL = F.length();

    /** Shorts of the full width. */
    static final VectorSpecies<Short> S = VectorSpecies.of(short.class, SHAPE);

    static final int SL = S.length();

    /** Bytes of a vector. */
    static final int SB = 2 * SL;

    /** Whether one vector of shorts holds all rows of a group. */
    static final boolean WHOLE_LINES = SL == Group.ROWS;

    private static final VectorMask<Float>[] FIRST = firstLanes();

    private static final VectorShuffle<Float> SWAP_1 = swap(1);
    private static final VectorShuffle<Float> SWAP_2 = swap(2);
    private static final VectorShuffle<Float> SWAP_4 = swap(4);
    private static final VectorShuffle<Float> SWAP_8 = swap(8);

    private Lanes() {}

    private static VectorShuffle<Float> swap(int distance) {
        return VectorShuffle.fromOp(F, lane -> (lane ^ distance) % F.length());
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

    /**
     * The sum of a row, in one fixed order: four chains of doubles. As a vector, C2 leaves the
     * total boxed where lanes are 512 bits wide.
     */
    static float sum(float[] x, int offset, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int end = offset + n;
        int i = offset;
        for (; i <= end - 4; i += 4) {
            s0 += x[i];
            s1 += x[i + 1];
            s2 += x[i + 2];
            s3 += x[i + 3];
        }
        for (; i < end; i++) {
            s0 += x[i];
        }
        return (float) (s0 + s1 + (s2 + s3));
    }

    /**
     * A mask of the first n lanes; of all where n is larger. From a table: {@code indexInRange}
     * boxes a number that C2 does not always take away.
     */
    static VectorMask<Float> first(int n) {
        return FIRST[Math.min(n, FL)];
    }

    // The elements are masks of one species; an array of a generic type cannot be made otherwise.
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static VectorMask<Float>[] firstLanes() {
        VectorMask<Float>[] masks = new VectorMask[FL + 1];
        for (int n = 0; n <= FL; n++) {
            masks[n] = VectorMask.fromLong(F, (1L << n) - 1);
        }
        return masks;
    }
}
