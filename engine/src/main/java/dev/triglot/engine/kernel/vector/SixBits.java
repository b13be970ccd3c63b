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
 * Units of 16 columns in six lines. Line i of the first four holds columns 2i, 2i + 1 and the low
 * nibble of 9 + 2i; the last two hold columns 8, 10 and 12, 14, and the two high bits of 9, 11 and
 * 13, 15.
 */
final class SixBits extends Fields {
    static final SixBits INSTANCE = new SixBits();

    private static final int COLUMNS = 16;
    private static final int LINES = 6;
    private static final int FIELDS = 4 * 3 + 2 * 4;
    private static final int UNIT = LINES * Group.LINE;
    private static final int TAIL = 4 * Group.LINE;

    /** Lines of each kind that each of the two vectors goes through. */
    private static final int VECTOR_WHOLE = Lanes.WHOLE_LINES ? 2 : 4;

    private static final int VECTOR_SPLIT = Lanes.WHOLE_LINES ? 1 : 2;

    /** From the first vector to the second: other rows of the lines, or the other lines. */
    private static final int SECOND = Lanes.WHOLE_LINES ? VECTOR_WHOLE * Group.LINE : SB;

    private static final int SECOND_SPLIT = Lanes.WHOLE_LINES ? VECTOR_SPLIT * Group.LINE : SB;

    /** From a coefficient of the first vector to the second's. */
    private static final int SECOND_FIELD = Lanes.WHOLE_LINES ? VECTOR_WHOLE * 3 : 0;

    private static final int SECOND_SPLIT_FIELD = Lanes.WHOLE_LINES ? VECTOR_SPLIT * 4 : 0;

    private static final int ZERO = 32;
    private static final int MASK = 63;

    private SixBits() {
        super(COLUMNS, LINES, ZERO, table());
    }

    private static Coefficients table() {
        Coefficients table = new Coefficients(FIELDS);
        for (int i = 0; i < 4; i++) {
            table.line().field(2 * i, 6).field(2 * i + 1, 6).field(9 + 2 * i, 4);
        }
        for (int c = 8; c < COLUMNS; c += 4) {
            table.line().field(c, 6).field(c + 2, 6).field(c + 1, 2, 4).field(c + 3, 2, 4);
        }
        return table;
    }

    @Override
    void pack(long[] codes, MemorySegment group, long to) {
        packUnit(codes[0], codes[1], group, to);
        packUnit(codes[2], codes[3], group, to + UNIT);
    }

    private static void packUnit(long first, long second, MemorySegment group, long to) {
        long whole = even(second);
        long split = odd(second);
        long nibbles = split & 0x000F000F000F000FL;
        putLines(group, to, even(first) | (odd(first) << 6) | (nibbles << 12));
        long high = (split >>> 4) & 0x0003000300030003L;
        // Neighbouring shorts meet in the lower one.
        long pairs = whole | (whole >>> 10) | (high << 12) | (high >>> 2);
        group.set(Lanes.SHORT, to + TAIL, (short) pairs);
        group.set(Lanes.SHORT, to + TAIL + Group.LINE, (short) (pairs >>> 32));
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
                int p = aAt + u * FIELDS;
                for (int i = 0; i < VECTOR_WHOLE; i++, p += 3, o += Group.LINE) {
                    ShortVector a0 = IntVector.broadcast(I, a[p]).reinterpretAsShorts();
                    ShortVector b0 =
                            IntVector.broadcast(I, a[p + SECOND_FIELD]).reinterpretAsShorts();
                    ShortVector a1 = IntVector.broadcast(I, a[p + 1]).reinterpretAsShorts();
                    ShortVector b1 =
                            IntVector.broadcast(I, a[p + 1 + SECOND_FIELD]).reinterpretAsShorts();
                    ShortVector a2 = IntVector.broadcast(I, a[p + 2]).reinterpretAsShorts();
                    ShortVector b2 =
                            IntVector.broadcast(I, a[p + 2 + SECOND_FIELD]).reinterpretAsShorts();
                    ShortVector v0 = ShortVector.fromMemorySegment(S, group, o, LE);
                    ShortVector v1 = ShortVector.fromMemorySegment(S, group, o + SECOND, LE);
                    s0 = s0.add(v0.mul(a0));
                    s1 = s1.add(v1.mul(b0));
                    v0 = v0.lanewise(LSHR, 6);
                    v1 = v1.lanewise(LSHR, 6);
                    s0 = s0.add(v0.mul(a1));
                    s1 = s1.add(v1.mul(b1));
                    v0 = v0.lanewise(LSHR, 6);
                    v1 = v1.lanewise(LSHR, 6);
                    s0 = s0.add(v0.mul(a2));
                    s1 = s1.add(v1.mul(b2));
                }
                o = at + u * UNIT + TAIL + v;
                p = aAt + u * FIELDS + 4 * 3;
                for (int i = 0; i < VECTOR_SPLIT; i++, p += 4, o += Group.LINE) {
                    ShortVector a0 = IntVector.broadcast(I, a[p]).reinterpretAsShorts();
                    ShortVector b0 =
                            IntVector.broadcast(I, a[p + SECOND_SPLIT_FIELD]).reinterpretAsShorts();
                    ShortVector a1 = IntVector.broadcast(I, a[p + 1]).reinterpretAsShorts();
                    ShortVector b1 =
                            IntVector.broadcast(I, a[p + 1 + SECOND_SPLIT_FIELD])
                                    .reinterpretAsShorts();
                    ShortVector a2 = IntVector.broadcast(I, a[p + 2]).reinterpretAsShorts();
                    ShortVector b2 =
                            IntVector.broadcast(I, a[p + 2 + SECOND_SPLIT_FIELD])
                                    .reinterpretAsShorts();
                    ShortVector a3 = IntVector.broadcast(I, a[p + 3]).reinterpretAsShorts();
                    ShortVector b3 =
                            IntVector.broadcast(I, a[p + 3 + SECOND_SPLIT_FIELD])
                                    .reinterpretAsShorts();
                    ShortVector v0 = ShortVector.fromMemorySegment(S, group, o, LE);
                    ShortVector v1 = ShortVector.fromMemorySegment(S, group, o + SECOND_SPLIT, LE);
                    s0 = s0.add(v0.mul(a0));
                    s1 = s1.add(v1.mul(b0));
                    v0 = v0.lanewise(LSHR, 6);
                    v1 = v1.lanewise(LSHR, 6);
                    s0 = s0.add(v0.mul(a1));
                    s1 = s1.add(v1.mul(b1));
                    v0 = v0.lanewise(LSHR, 6);
                    v1 = v1.lanewise(LSHR, 6);
                    s0 = s0.add(v0.mul(a2));
                    s1 = s1.add(v1.mul(b2));
                    v0 = v0.lanewise(LSHR, 2);
                    v1 = v1.lanewise(LSHR, 2);
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
        for (int u = 0; u < units; u++) {
            for (int v = 0; v < Group.LINE; v += SB) {
                unpackUnit(group, at + u * UNIT + v, tile, u * COLUMNS * Group.ROWS + v / 2);
            }
        }
    }

    private static void unpackUnit(MemorySegment group, int at, short[] tile, int to) {
        for (int i = 0; i < 4; i++) {
            int whole = i % 2 * 6;
            int high = 12 + i % 2 * 2;
            ShortVector w = ShortVector.fromMemorySegment(S, group, Group.line(at, i), LE);
            ShortVector t =
                    ShortVector.fromMemorySegment(S, group, Group.line(at + TAIL, i / 2), LE);
            int o = to + 2 * i * Group.ROWS;
            w.and((short) MASK).sub((short) ZERO).intoArray(tile, o);
            w.lanewise(LSHR, 6).and((short) MASK).sub((short) ZERO).intoArray(tile, o + Group.ROWS);
            t.lanewise(LSHR, whole)
                    .and((short) MASK)
                    .sub((short) ZERO)
                    .intoArray(tile, o + 8 * Group.ROWS);
            w.lanewise(LSHR, 12)
                    .or(t.lanewise(LSHR, high).and((short) 3).lanewise(LSHL, 4))
                    .sub((short) ZERO)
                    .intoArray(tile, o + 9 * Group.ROWS);
        }
    }
}
