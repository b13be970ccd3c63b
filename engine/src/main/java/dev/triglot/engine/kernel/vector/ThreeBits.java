package dev.triglot.engine.kernel.vector;

import static dev.triglot.engine.kernel.vector.Lanes.I;
import static dev.triglot.engine.kernel.vector.Lanes.LE;
import static dev.triglot.engine.kernel.vector.Lanes.S;
import static dev.triglot.engine.kernel.vector.Lanes.SB;
import static dev.triglot.engine.kernel.vector.Lanes.SL;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/**
 * Units of 16 columns in three lines of five codes: columns 2i, 2i + 1, 8 + 2i, 9 + 2i in line i,
 * then column 6, 7 or 14. The top bits of the lines are column 15.
 */
final class ThreeBits extends Fields {
    /** The column of each line's fifth code. */
    private static final int[] FIFTH = {6, 7, 14};

    static final ThreeBits INSTANCE = new ThreeBits();

    private static final int COLUMNS = 16;
    private static final int LINES = 3;
    private static final int FIELDS = 6;
    private static final int UNIT = LINES * Group.LINE;

    /** Units that the two vectors compute: one, or where a vector holds whole lines, one each. */
    private static final int VECTOR_UNITS = Lanes.WHOLE_LINES ? 2 : 1;

    /** From the first vector to the second: other rows of the lines, or the next unit. */
    private static final int SECOND = Lanes.WHOLE_LINES ? UNIT : SB;

    /** From a coefficient of the first vector to the second's. */
    private static final int SECOND_FIELD = Lanes.WHOLE_LINES ? LINES * FIELDS : 0;

    private static final int ZERO = 4;
    private static final int MASK = 7;

    private ThreeBits() {
        super(COLUMNS, LINES, ZERO, table());
    }

    private static Coefficients table() {
        Coefficients table = new Coefficients(FIELDS * LINES);
        for (int i = 0; i < LINES; i++) {
            table.line().field(2 * i, 3).field(2 * i + 1, 3);
            table.field(8 + 2 * i, 3).field(9 + 2 * i, 3).field(FIFTH[i], 3).field(15, 1, i);
        }
        return table;
    }

    @Override
    void pack(long[] codes, MemorySegment group, long to) {
        packUnit(codes[0], codes[1], group, to);
        packUnit(codes[2], codes[3], group, to + UNIT);
    }

    private static void packUnit(long first, long second, MemorySegment group, long to) {
        long lines = even(first) | (odd(first) << 3) | (even(second) << 6) | (odd(second) << 9);
        int rest = (int) (lines >>> 48);
        int last = rest >>> 9;
        for (int i = 0; i < LINES; i++) {
            int top = ((rest >>> (3 * i)) & MASK) | ((last >>> i) & 1) << 3;
            short line = (short) ((lines >>> (16 * i)) | top << 12);
            group.set(Lanes.SHORT, to + (long) i * Group.LINE, line);
        }
    }

    @Override
    void dot(
            MemorySegment group,
            int at,
            int units,
            int[] a,
            int aAt,
            int[] zeros,
            int zeroAt,
            short[] sums) {
        for (int v = 0; v < Group.LINE; v += 2 * SB) {
            for (int u = 0; u < units; u += VECTOR_UNITS) {
                int zero = zeroAt + u;
                ShortVector s0 = IntVector.broadcast(I, zeros[zero]).reinterpretAsShorts();
                ShortVector s1 =
                        IntVector.broadcast(I, zeros[zero + VECTOR_UNITS - 1])
                                .reinterpretAsShorts();
                int o = at + u * UNIT + v;
                int p = aAt + u * LINES * FIELDS;
                for (int j = 0; j < LINES; j++, o += Group.LINE) {
                    ShortVector v0 = ShortVector.fromMemorySegment(S, group, o, LE);
                    ShortVector v1 = ShortVector.fromMemorySegment(S, group, o + SECOND, LE);
                    for (int k = 0; k < FIELDS; k++, p++) {
                        s0 = s0.add(v0.mul(IntVector.broadcast(I, a[p]).reinterpretAsShorts()));
                        s1 =
                                s1.add(
                                        v1.mul(
                                                IntVector.broadcast(I, a[p + SECOND_FIELD])
                                                        .reinterpretAsShorts()));
                        v0 = v0.lanewise(LSHR, 3);
                        v1 = v1.lanewise(LSHR, 3);
                    }
                }
                s0.intoArray(sums, u * Group.ROWS + v / 2);
                s1.intoArray(sums, u * Group.ROWS + v / 2 + SL);
            }
        }
    }

    @Override
    void unpack(MemorySegment group, int at, int units, short[] tile) {
        for (int u = 0; u < units; u++) {
            for (int v = 0; v < Group.LINE; v += SB) {
                unpackUnit(group, at + u * UNIT + v, tile, u * COLUMNS * Group.ROWS + v / 2);
            }
        }
    }

    private static void unpackUnit(MemorySegment group, int at, short[] tile, int to) {
        ShortVector last = ShortVector.zero(S);
        for (int i = 0; i < LINES; i++) {
            ShortVector w = ShortVector.fromMemorySegment(S, group, Group.line(at, i), LE);
            int o = to + 2 * i * Group.ROWS;
            last = last.or(w.lanewise(LSHR, 15).lanewise(LSHL, i));
            w.and((short) MASK).sub((short) ZERO).intoArray(tile, o);
            w = w.lanewise(LSHR, 3);
            w.and((short) MASK).sub((short) ZERO).intoArray(tile, o + Group.ROWS);
            w = w.lanewise(LSHR, 3);
            w.and((short) MASK).sub((short) ZERO).intoArray(tile, o + 8 * Group.ROWS);
            w = w.lanewise(LSHR, 3);
            w.and((short) MASK).sub((short) ZERO).intoArray(tile, o + 9 * Group.ROWS);
            w = w.lanewise(LSHR, 3);
            w.and((short) MASK).sub((short) ZERO).intoArray(tile, to + FIFTH[i] * Group.ROWS);
        }
        last.sub((short) ZERO).intoArray(tile, to + 15 * Group.ROWS);
    }
}
