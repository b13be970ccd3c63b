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

/** Units of 32 columns: line j holds columns j, 16 + j, 8 + j, 24 + j. */
final class FourBits extends Fields {
    static final FourBits INSTANCE = new FourBits();

    private static final int COLUMNS = 32;
    private static final int FIELDS = 4;
    private static final int LINES = 8;
    private static final int UNIT = LINES * Group.LINE;

    /**
     * Lines that the two vectors go through together: one, or where one holds a whole line, two.
     */
    private static final int STEP = Lanes.WHOLE_LINES ? 2 : 1;

    /** From the first vector to the second: other rows of the line, or the next line. */
    private static final int SECOND = Lanes.WHOLE_LINES ? Group.LINE : SB;

    /** From a coefficient of the first vector to the second's. */
    private static final int SECOND_FIELD = Lanes.WHOLE_LINES ? FIELDS : 0;

    private static final int ZERO = 8;
    private static final int MASK = 15;

    private FourBits() {
        super(COLUMNS, LINES, ZERO, table());
    }

    private static Coefficients table() {
        Coefficients table = new Coefficients(COLUMNS);
        for (int j = 0; j < LINES; j++) {
            table.line().field(j, 4).field(16 + j, 4).field(8 + j, 4).field(24 + j, 4);
        }
        return table;
    }

    @Override
    void pack(long[] codes, MemorySegment group, long to) {
        long low = codes[0] | (codes[2] << 4);
        long high = codes[1] | (codes[3] << 4);
        putEvenLines(group, to, even(low) | (even(high) << 8));
        putEvenLines(group, to + Group.LINE, odd(low) | (odd(high) << 8));
    }

    private static void putEvenLines(MemorySegment group, long to, long shorts) {
        group.set(Lanes.SHORT, to, (short) shorts);
        group.set(Lanes.SHORT, to + 2 * Group.LINE, (short) (shorts >>> 16));
        group.set(Lanes.SHORT, to + 4 * Group.LINE, (short) (shorts >>> 32));
        group.set(Lanes.SHORT, to + 6 * Group.LINE, (short) (shorts >>> 48));
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
                    v0 = v0.lanewise(LSHR, 4);
                    v1 = v1.lanewise(LSHR, 4);
                    s0 = s0.add(v0.mul(a1));
                    s1 = s1.add(v1.mul(b1));
                    v0 = v0.lanewise(LSHR, 4);
                    v1 = v1.lanewise(LSHR, 4);
                    s0 = s0.add(v0.mul(a2));
                    s1 = s1.add(v1.mul(b2));
                    v0 = v0.lanewise(LSHR, 4);
                    v1 = v1.lanewise(LSHR, 4);
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
                int t = u * COLUMNS * Group.ROWS + v / 2;
                int o = at + u * UNIT + v;
                for (int j = 0; j < LINES; j++, t += Group.ROWS, o += Group.LINE) {
                    ShortVector w = ShortVector.fromMemorySegment(S, group, o, LE);
                    w.and((short) MASK).sub((short) ZERO).intoArray(tile, t);
                    w = w.lanewise(LSHR, 4);
                    w.and((short) MASK).sub((short) ZERO).intoArray(tile, t + 16 * Group.ROWS);
                    w = w.lanewise(LSHR, 4);
                    w.and((short) MASK).sub((short) ZERO).intoArray(tile, t + 8 * Group.ROWS);
                    w = w.lanewise(LSHR, 4);
                    w.sub((short) ZERO).intoArray(tile, t + 24 * Group.ROWS);
                }
            }
        }
    }
}
