package dev.triglot.engine.kernel.vector;

import static dev.triglot.engine.kernel.vector.Lanes.F;
import static dev.triglot.engine.kernel.vector.Lanes.FL;
import static dev.triglot.engine.kernel.vector.Lanes.I;
import static dev.triglot.engine.kernel.vector.Lanes.LE;
import static dev.triglot.engine.kernel.vector.Lanes.S;
import static dev.triglot.engine.kernel.vector.Lanes.SB;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import dev.triglot.engine.kernel.Scratch;
import dev.triglot.engine.quant.Q2_K;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/**
 * Q2_K: lines of d and dmin in f16, then one per 32 columns with scale and min of its two units of
 * 16 columns, a nibble each.
 */
record NibbleScales(int zero) implements Scales {
    private static final int PARTS = 8;
    private static final int LINES = 2 + PARTS;
    private static final int MASK = 15;

    @Override
    public int lines() {
        return LINES;
    }

    @Override
    public boolean affine() {
        return true;
    }

    @Override
    public void pack(MemorySegment data, long at, MemorySegment group, long to) {
        group.set(Lanes.SHORT, to, data.get(Lanes.SHORT, at + Q2_K.SCALE));
        group.set(Lanes.SHORT, to + Group.LINE, data.get(Lanes.SHORT, at + Q2_K.MIN));
        for (int part = 0; part < PARTS; part++) {
            short pair = data.get(Lanes.SHORT, at + Q2_K.SCALES + 2L * part);
            group.set(Lanes.SHORT, to + (2L + part) * Group.LINE, pair);
        }
    }

    @Override
    public void unpack(MemorySegment group, int at, int blocks, float[] out, int minsAt) {
        for (int b = 0; b < blocks; b++) {
            for (int v = 0; v < Group.LINE; v += SB) {
                int from = at + b * LINES * Group.LINE + v;
                int to = b * 2 * PARTS * Group.ROWS + v / 4;
                for (int rows = 0; rows < 2; rows++) {
                    unpackBlock(group, from, rows, zero, out, minsAt, to + rows * Group.HALF);
                }
            }
        }
    }

    /**
     * The rows of even or of odd lanes.
     *
     * @param odd 0 or 1
     */
    private static void unpackBlock(
            MemorySegment group, int at, int odd, int zero, float[] out, int minsAt, int to) {
        int up = 16 - 16 * odd;
        FloatVector d =
                IntVector.fromMemorySegment(I, group, at, LE)
                        .lanewise(LSHL, up)
                        .lanewise(ASHR, 3)
                        .and(Halves.MASK)
                        .reinterpretAsFloats()
                        .mul(Halves.SCALE);
        FloatVector dmin =
                IntVector.fromMemorySegment(I, group, at + Group.LINE, LE)
                        .lanewise(LSHL, up)
                        .lanewise(ASHR, 3)
                        .and(Halves.MASK)
                        .reinterpretAsFloats()
                        .mul(-Halves.SCALE);
        float factor = odd == 0 ? EVEN : 1;
        for (int unit = 0; unit < 2 * PARTS; unit++) {
            int down = 16 * odd + unit % 2 * 8;
            IntVector s =
                    IntVector.fromMemorySegment(I, group, Group.line(at, 2 + unit / 2), LE)
                            .lanewise(LSHR, down);
            FloatVector scale = ((FloatVector) s.and(MASK).convert(I2F, 0)).mul(d);
            scale.mul(factor).intoArray(out, to + unit * Group.ROWS);
            ((FloatVector) s.lanewise(LSHR, 4).and(MASK).convert(I2F, 0))
                    .mul(dmin)
                    .add(scale.mul(zero))
                    .intoArray(out, minsAt + to + unit * Group.ROWS);
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
        for (int b = 0; b < blocks; b++) {
            int blockAt = Group.line(at, b * LINES);
            int exactAt = b * 2 * PARTS * Group.ROWS;
            int xAt = unit + b * 2 * PARTS;
            for (int v = 0; v < Group.HALF; v += FL) {
                int from = blockAt + v * Integer.BYTES;
                int e = exactAt + 2 * v;
                addRows(lines, from, 0, zero, exact, e, x, xAt, sums, to + v, minsTo + v);
                int r = v + Group.HALF;
                addRows(lines, from, 1, zero, exact, e, x, xAt, sums, to + r, minsTo + r);
            }
        }
    }

    /**
     * The rows of even or of odd lanes of a block.
     *
     * @param odd 0 or 1
     */
    private static void addRows(
            MemorySegment lines,
            int at,
            int odd,
            int zero,
            short[] exact,
            int exactAt,
            QuantizedInput x,
            int unit,
            float[] sums,
            int to,
            int minsTo) {
        int up = 16 - 16 * odd;
        float factor = odd == 0 ? EVEN : 1;
        float[] scales = x.scales;
        float[] totals = x.totals;
        FloatVector d =
                IntVector.fromMemorySegment(I, lines, at, LE)
                        .lanewise(LSHL, up)
                        .lanewise(ASHR, 3)
                        .and(Halves.MASK)
                        .reinterpretAsFloats()
                        .mul(Halves.SCALE);
        FloatVector dmin =
                IntVector.fromMemorySegment(I, lines, at + Group.LINE, LE)
                        .lanewise(LSHL, up)
                        .lanewise(ASHR, 3)
                        .and(Halves.MASK)
                        .reinterpretAsFloats()
                        .mul(-Halves.SCALE);
        FloatVector y = FloatVector.fromArray(F, sums, to);
        FloatVector z = FloatVector.fromArray(F, sums, minsTo);
        for (int u = 0; u < 2 * PARTS; u++) {
            FloatVector k = FloatVector.broadcast(F, scales[unit + u]);
            FloatVector t = FloatVector.broadcast(F, totals[unit + u]);
            IntVector h =
                    IntVector.fromMemorySegment(I, lines, Group.line(at, 2 + u / 2), LE)
                            .lanewise(LSHR, 16 * odd + u % 2 * 8);
            IntVector i =
                    ShortVector.fromArray(S, exact, exactAt + u * Group.ROWS).reinterpretAsInts();
            FloatVector scale = ((FloatVector) h.and(MASK).convert(I2F, 0)).mul(d);
            // Even lanes stay in the upper half, see EVEN.
            i = i.lanewise(LSHL, up).lanewise(ASHR, 16 * odd);
            y = ((FloatVector) i.convert(I2F, 0)).mul(scale.mul(factor)).fma(k, y);
            z =
                    ((FloatVector) h.lanewise(LSHR, 4).and(MASK).convert(I2F, 0))
                            .mul(dmin)
                            .add(scale.mul(zero))
                            .fma(t, z);
        }
        y.intoArray(sums, to);
        z.intoArray(sums, minsTo);
    }
}
