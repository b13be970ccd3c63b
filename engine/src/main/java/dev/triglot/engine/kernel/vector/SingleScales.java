package dev.triglot.engine.kernel.vector;

import static dev.triglot.engine.kernel.vector.Lanes.I;
import static dev.triglot.engine.kernel.vector.Lanes.LE;
import static dev.triglot.engine.kernel.vector.Lanes.SB;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import dev.triglot.engine.kernel.Scratch;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * One scale in f32 per block of 32 columns, first in the block, and where there is one a min in f32
 * after it: as {@link PlainScales}, but two lines for each, of the low and of the high halves.
 *
 * @param zero what is subtracted from codes
 */
record SingleScales(boolean affine, int zero) implements Scales {
    static final int HIGH = 0xFFFF0000;
    static final int LOW = 0xFFFF;

    /** Lines of a number. */
    private static final int PAIR = 2 * Group.LINE;

    @Override
    public int lines() {
        return affine ? 4 : 2;
    }

    @Override
    public void pack(MemorySegment data, long at, MemorySegment group, long to) {
        packFloat(data.get(Lanes.INT, at), group, to);
        if (affine) {
            packFloat(data.get(Lanes.INT, at + Float.BYTES), group, to + PAIR);
        }
    }

    /** The halves of one number's bits, each to the row's lane of its line. */
    static void packFloat(int bits, MemorySegment group, long to) {
        group.set(Lanes.SHORT, to, (short) bits);
        group.set(Lanes.SHORT, to + Group.LINE, (short) (bits >>> 16));
    }

    @Override
    public void unpack(MemorySegment group, int at, int blocks, float[] out, int minsAt) {
        if (affine) {
            unpackAffine(group, at, blocks, zero, out, minsAt);
        } else {
            unpackSymmetric(group, at, blocks, out);
        }
    }

    private static void unpackSymmetric(MemorySegment group, int at, int blocks, float[] out) {
        for (int b = 0; b < blocks; b++) {
            for (int v = 0; v < Group.LINE; v += SB) {
                int o = b * Group.ROWS + v / 4;
                int from = at + b * PAIR + v;
                IntVector low = IntVector.fromMemorySegment(I, group, from, LE);
                IntVector high = IntVector.fromMemorySegment(I, group, from + Group.LINE, LE);
                high.lanewise(LSHL, 16)
                        .or(low.and(LOW))
                        .reinterpretAsFloats()
                        .mul(EVEN)
                        .intoArray(out, o);
                high.and(HIGH)
                        .or(low.lanewise(LSHR, 16))
                        .reinterpretAsFloats()
                        .intoArray(out, o + Group.HALF);
            }
        }
    }

    private static void unpackAffine(
            MemorySegment group, int at, int blocks, int zero, float[] out, int minsAt) {
        for (int b = 0; b < blocks; b++) {
            for (int v = 0; v < Group.LINE; v += SB) {
                int o = b * Group.ROWS + v / 4;
                int from = at + 2 * b * PAIR + v;
                IntVector low = IntVector.fromMemorySegment(I, group, from, LE);
                IntVector high = IntVector.fromMemorySegment(I, group, from + Group.LINE, LE);
                FloatVector d = high.lanewise(LSHL, 16).or(low.and(LOW)).reinterpretAsFloats();
                d.mul(EVEN).intoArray(out, o);
                FloatVector e = high.and(HIGH).or(low.lanewise(LSHR, 16)).reinterpretAsFloats();
                e.intoArray(out, o + Group.HALF);
                low = IntVector.fromMemorySegment(I, group, from + PAIR, LE);
                high = IntVector.fromMemorySegment(I, group, from + PAIR + Group.LINE, LE);
                high.lanewise(LSHL, 16)
                        .or(low.and(LOW))
                        .reinterpretAsFloats()
                        .add(d.mul(zero))
                        .intoArray(out, minsAt + o);
                high.and(HIGH)
                        .or(low.lanewise(LSHR, 16))
                        .reinterpretAsFloats()
                        .add(e.mul(zero))
                        .intoArray(out, minsAt + o + Group.HALF);
            }
        }
    }

    @Override
    public void add(
            MemorySegment lines,
            int at,
            int blocks,
            short[] exact,
            QuantizedInput x,
            int unit,
            float[] sums,
            int to,
            int minsTo,
            Scratch scratch) {
        int minsAt = blocks * Group.ROWS;
        float[] expanded = scratch.moreFloats(2 * minsAt);
        unpack(lines, at, blocks, expanded, minsAt);
        ScaledSums.add(exact, 0, expanded, 0, blocks, x.scales, unit, sums, to);
        if (affine) {
            ScaledSums.addMins(expanded, minsAt, blocks, x.totals, unit, sums, minsTo);
        }
    }
}
