package dev.triglot.engine.kernel.vector;

import static dev.triglot.engine.kernel.vector.Lanes.LE;
import static dev.triglot.engine.kernel.vector.Lanes.S;
import static dev.triglot.engine.kernel.vector.Lanes.SB;
import static dev.triglot.engine.kernel.vector.Lanes.SI;
import static dev.triglot.engine.kernel.vector.Lanes.SL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/**
 * {@link FourBits} for blocks of 16: units of 16 columns, line j holds columns j, 4 + j, 8 + j, 12
 * + j. A class of its own because the loops want constant bounds.
 */
final class FourBitHalves extends Fields {
    static final FourBitHalves INSTANCE = new FourBitHalves();

    private static final int COLUMNS = 16;
    private static final int LINES = 4;
    private static final int UNIT = LINES * Group.LINE;
    private static final int ZERO = 8;
    private static final int MASK = 15;

    private FourBitHalves() {
        super(COLUMNS, LINES, ZERO, table());
    }

    private static Coefficients table() {
        Coefficients table = new Coefficients(COLUMNS);
        for (int j = 0; j < LINES; j++) {
            table.line().field(j, 4).field(4 + j, 4).field(8 + j, 4).field(12 + j, 4);
        }
        return table;
    }

    @Override
    void pack(long[] codes, MemorySegment group, long to) {
        packUnit(codes[0], codes[1], group, to);
        packUnit(codes[2], codes[3], group, to + UNIT);
    }

    private static void packUnit(long first, long second, MemorySegment group, long to) {
        long low = first | (first >>> 28);
        long high = second | (second >>> 28);
        for (int j = 0; j < LINES; j++) {
            long line = (low >>> (8 * j) & 0xFF) | (high >>> (8 * j) & 0xFF) << 8;
            group.set(Lanes.SHORT, to + (long) j * Group.LINE, (short) line);
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
            int p = aAt;
            for (int u = 0; u < units; u++) {
                ShortVector s0 = IntVector.broadcast(SI, zeros[zeroAt + u]).reinterpretAsShorts();
                ShortVector s1 = s0;
                int o = at + u * UNIT + v;
                for (int j = 0; j < LINES; j++, p += 4, o += Group.LINE) {
                    ShortVector v0 = ShortVector.fromMemorySegment(S, group, o, LE);
                    ShortVector v1 = ShortVector.fromMemorySegment(S, group, o + SB, LE);
                    ShortVector c = IntVector.broadcast(SI, a[p]).reinterpretAsShorts();
                    s0 = s0.add(v0.mul(c));
                    s1 = s1.add(v1.mul(c));
                    c = IntVector.broadcast(SI, a[p + 1]).reinterpretAsShorts();
                    v0 = v0.lanewise(LSHR, 4);
                    v1 = v1.lanewise(LSHR, 4);
                    s0 = s0.add(v0.mul(c));
                    s1 = s1.add(v1.mul(c));
                    c = IntVector.broadcast(SI, a[p + 2]).reinterpretAsShorts();
                    v0 = v0.lanewise(LSHR, 4);
                    v1 = v1.lanewise(LSHR, 4);
                    s0 = s0.add(v0.mul(c));
                    s1 = s1.add(v1.mul(c));
                    c = IntVector.broadcast(SI, a[p + 3]).reinterpretAsShorts();
                    v0 = v0.lanewise(LSHR, 4);
                    v1 = v1.lanewise(LSHR, 4);
                    s0 = s0.add(v0.mul(c));
                    s1 = s1.add(v1.mul(c));
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
                int t = u * COLUMNS * Group.ROWS + v / 2;
                int o = at + u * UNIT + v;
                for (int j = 0; j < LINES; j++, t += Group.ROWS, o += Group.LINE) {
                    ShortVector w = ShortVector.fromMemorySegment(S, group, o, LE);
                    w.and((short) MASK).sub((short) ZERO).intoArray(tile, t);
                    w = w.lanewise(LSHR, 4);
                    w.and((short) MASK).sub((short) ZERO).intoArray(tile, t + 4 * Group.ROWS);
                    w = w.lanewise(LSHR, 4);
                    w.and((short) MASK).sub((short) ZERO).intoArray(tile, t + 8 * Group.ROWS);
                    w = w.lanewise(LSHR, 4);
                    w.sub((short) ZERO).intoArray(tile, t + 12 * Group.ROWS);
                }
            }
        }
    }
}
