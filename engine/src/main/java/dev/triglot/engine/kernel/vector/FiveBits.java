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
 * Units of 32 columns, each half in five lines of three codes: columns 2i, 2i + 1, 8 + 2i in line
 * i, and 9, 11, 13 in the last. The top bits of the five lines are column 15.
 */
final class FiveBits extends Fields {
    static final FiveBits INSTANCE = new FiveBits();

    private static final int COLUMNS = 32;
    private static final int HALF = 16;
    private static final int FIELDS = 4;
    private static final int HALF_LINES = 5;
    private static final int LINES = 2 * HALF_LINES;
    private static final int UNIT = LINES * Group.LINE;

    /**
     * Lines that the two vectors go through together: one, or where one holds a whole line, two.
     */
    private static final int STEP = Lanes.WHOLE_LINES ? 2 : 1;

    /** From the first vector to the second: other rows of the line, or the next line. */
    private static final int SECOND = Lanes.WHOLE_LINES ? Group.LINE : SB;

    /** From a coefficient of the first vector to the second's. */
    private static final int SECOND_FIELD = Lanes.WHOLE_LINES ? FIELDS : 0;

    private static final int ZERO = 16;
    private static final int MASK = 31;

    private FiveBits() {
        super(COLUMNS, LINES, ZERO, table());
    }

    private static Coefficients table() {
        Coefficients table = new Coefficients(4 * LINES);
        for (int c = 0; c < COLUMNS; c += HALF) {
            for (int i = 0; i < 4; i++) {
                table.line().field(c + 2 * i, 5).field(c + 2 * i + 1, 5).field(c + 8 + 2 * i, 5);
                table.field(c + 15, 1, i);
            }
            table.line().field(c + 9, 5).field(c + 11, 5).field(c + 13, 5).field(c + 15, 1, 4);
        }
        return table;
    }

    @Override
    void pack(long[] codes, MemorySegment group, long to) {
        packHalf(codes[0], codes[1], group, to);
        packHalf(codes[2], codes[3], group, to + HALF_LINES * Group.LINE);
    }

    private static void packHalf(long first, long second, MemorySegment group, long to) {
        long rest = odd(second);
        long last = rest >>> 48;
        long lines = even(first) | (odd(first) << 5) | (even(second) << 10);
        putLines(group, to, lines | (Long.expand(last, 0x0001000100010001L) << 15));
        long line = (rest & MASK) | (rest >>> 16 & MASK) << 5 | (rest >>> 32 & MASK) << 10;
        group.set(Lanes.SHORT, to + 4 * Group.LINE, (short) (line | (last >>> 4 << 15)));
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
                for (int j = 0; j < LINES; j += STEP, p += STEP * FIELDS, o += STEP * Group.LINE) {
                    ShortVector a0 = IntVector.broadcast(I, a[p]).reinterpretAsShorts();
                    ShortVector b0 =
                            IntVector.broadcast(I, a[p + SECOND_FIELD]).reinterpretAsShorts();
                    ShortVector a1 = IntVector.broadcast(I, a[p + 1]).reinterpretAsShorts();
                    ShortVector b1 =
                            IntVector.broadcast(I, a[p + 1 + SECOND_FIELD]).reinterpretAsShorts();
                    ShortVector a2 = IntVector.broadcast(I, a[p + 2]).reinterpretAsShorts();
                    ShortVector b2 =
                            IntVector.broadcast(I, a[p + 2 + SECOND_FIELD]).reinterpretAsShorts();
                    ShortVector a3 = IntVector.broadcast(I, a[p + 3]).reinterpretAsShorts();
                    ShortVector b3 =
                            IntVector.broadcast(I, a[p + 3 + SECOND_FIELD]).reinterpretAsShorts();
                    ShortVector v0 = ShortVector.fromMemorySegment(S, group, o, LE);
                    ShortVector v1 = ShortVector.fromMemorySegment(S, group, o + SECOND, LE);
                    s0 = s0.add(v0.mul(a0));
                    s1 = s1.add(v1.mul(b0));
                    v0 = v0.lanewise(LSHR, 5);
                    v1 = v1.lanewise(LSHR, 5);
                    s0 = s0.add(v0.mul(a1));
                    s1 = s1.add(v1.mul(b1));
                    v0 = v0.lanewise(LSHR, 5);
                    v1 = v1.lanewise(LSHR, 5);
                    s0 = s0.add(v0.mul(a2));
                    s1 = s1.add(v1.mul(b2));
                    v0 = v0.lanewise(LSHR, 5);
                    v1 = v1.lanewise(LSHR, 5);
                    s0 = s0.add(v0.mul(a3));
                    s1 = s1.add(v1.mul(b3));
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
        for (int h = 0; h < 2 * units; h++) {
            for (int v = 0; v < Group.LINE; v += SB) {
                unpackHalf(
                        group,
                        at + h * HALF_LINES * Group.LINE + v,
                        tile,
                        h * HALF * Group.ROWS + v / 2);
            }
        }
    }

    private static void unpackHalf(MemorySegment group, int at, short[] tile, int to) {
        ShortVector w = ShortVector.fromMemorySegment(S, group, Group.line(at, 4), LE);
        ShortVector last = w.lanewise(LSHR, 15).lanewise(LSHL, 4);
        w.and((short) MASK).sub((short) ZERO).intoArray(tile, to + 9 * Group.ROWS);
        w = w.lanewise(LSHR, 5);
        w.and((short) MASK).sub((short) ZERO).intoArray(tile, to + 11 * Group.ROWS);
        w = w.lanewise(LSHR, 5);
        w.and((short) MASK).sub((short) ZERO).intoArray(tile, to + 13 * Group.ROWS);
        for (int i = 0; i < 4; i++) {
            w = ShortVector.fromMemorySegment(S, group, Group.line(at, i), LE);
            int o = to + 2 * i * Group.ROWS;
            last = last.or(w.lanewise(LSHR, 15).lanewise(LSHL, i));
            w.and((short) MASK).sub((short) ZERO).intoArray(tile, o);
            w = w.lanewise(LSHR, 5);
            w.and((short) MASK).sub((short) ZERO).intoArray(tile, o + Group.ROWS);
            w = w.lanewise(LSHR, 5);
            w.and((short) MASK).sub((short) ZERO).intoArray(tile, o + 8 * Group.ROWS);
        }
        last.sub((short) ZERO).intoArray(tile, to + 15 * Group.ROWS);
    }
}
