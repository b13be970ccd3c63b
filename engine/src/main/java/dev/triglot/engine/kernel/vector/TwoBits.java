package dev.triglot.engine.kernel.vector;

import static dev.triglot.engine.kernel.vector.Lanes.I;
import static dev.triglot.engine.kernel.vector.Lanes.LE;
import static dev.triglot.engine.kernel.vector.Lanes.S;
import static dev.triglot.engine.kernel.vector.Lanes.SB;
import static dev.triglot.engine.kernel.vector.Lanes.SL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/**
 * Units of 16 columns in two lines. With c = 4i, line i holds columns c, c + 1, c + 8, c + 9, then
 * c + 2, c + 3, c + 10, c + 11.
 */
final class TwoBits extends Fields {
    static final TwoBits INSTANCE = new TwoBits();

    private static final int COLUMNS = 16;
    private static final int LINES = 2;
    private static final int FIELDS = 8;
    private static final int UNIT = LINES * Group.LINE;

    /** Lines of the unit that each of the two vectors goes through. */
    private static final int VECTOR_LINES = Lanes.WHOLE_LINES ? LINES / 2 : LINES;

    /** From the first vector to the second: other rows of the lines, or the other line. */
    private static final int SECOND = Lanes.WHOLE_LINES ? VECTOR_LINES * Group.LINE : SB;

    /** From a coefficient of the first vector to the second's. */
    private static final int SECOND_FIELD = Lanes.WHOLE_LINES ? VECTOR_LINES * FIELDS : 0;

    private static final int ZERO = 2;
    private static final int MASK = 3;

    private TwoBits() {
        super(COLUMNS, LINES, ZERO, table());
    }

    private static Coefficients table() {
        Coefficients table = new Coefficients(COLUMNS);
        for (int i = 0; i < LINES; i++) {
            table.line();
            for (int c = 4 * i; c < 4 * i + 4; c += 2) {
                table.field(c, 2).field(c + 1, 2).field(c + 8, 2).field(c + 9, 2);
            }
        }
        return table;
    }

    @Override
    void pack(long[] codes, MemorySegment group, long to) {
        packUnit(codes[0], codes[1], group, to);
        packUnit(codes[2], codes[3], group, to + UNIT);
    }

    private static void packUnit(long first, long second, MemorySegment group, long to) {
        long bytes = even(first) | (odd(first) << 2) | (even(second) << 4) | (odd(second) << 6);
        long lines = bytes | (bytes >>> 8);
        group.set(Lanes.SHORT, to, (short) lines);
        group.set(Lanes.SHORT, to + Group.LINE, (short) (lines >>> 32));
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
            for (int u = 0; u < units; u++) {
                ShortVector s0 = IntVector.broadcast(I, zeros[zeroAt + u]).reinterpretAsShorts();
                ShortVector s1 = Lanes.WHOLE_LINES ? ShortVector.zero(S) : s0;
                int o = at + u * UNIT + v;
                int p = aAt + u * LINES * FIELDS;
                for (int j = 0; j < VECTOR_LINES; j++, o += Group.LINE) {
                    ShortVector v0 = ShortVector.fromMemorySegment(S, group, o, LE);
                    ShortVector v1 = ShortVector.fromMemorySegment(S, group, o + SECOND, LE);
                    for (int k = 0; k < FIELDS; k++, p++) {
                        s0 = s0.add(v0.mul(IntVector.broadcast(I, a[p]).reinterpretAsShorts()));
                        s1 =
                                s1.add(
                                        v1.mul(
                                                IntVector.broadcast(I, a[p + SECOND_FIELD])
                                                        .reinterpretAsShorts()));
                        v0 = v0.lanewise(LSHR, 2);
                        v1 = v1.lanewise(LSHR, 2);
                    }
                }
                if (Lanes.WHOLE_LINES) {
                    s0.add(s1).intoArray(sums, u * Group.ROWS);
                } else {
                    s0.intoArray(sums, u * Group.ROWS + v / 2);
                    s1.intoArray(sums, u * Group.ROWS + v / 2 + SL);
                }
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
        for (int i = 0; i < 4; i++) {
            int shift = i % 2 * 8;
            ShortVector w =
                    ShortVector.fromMemorySegment(S, group, Group.line(at, i / 2), LE)
                            .lanewise(LSHR, shift);
            int o = to + 2 * i * Group.ROWS;
            w.and((short) MASK).sub((short) ZERO).intoArray(tile, o);
            w = w.lanewise(LSHR, 2);
            w.and((short) MASK).sub((short) ZERO).intoArray(tile, o + Group.ROWS);
            w = w.lanewise(LSHR, 2);
            w.and((short) MASK).sub((short) ZERO).intoArray(tile, o + 8 * Group.ROWS);
            w = w.lanewise(LSHR, 2);
            w.and((short) MASK).sub((short) ZERO).intoArray(tile, o + 9 * Group.ROWS);
        }
    }
}
