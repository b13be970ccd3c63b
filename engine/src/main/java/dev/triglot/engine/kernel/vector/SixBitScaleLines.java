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
import dev.triglot.engine.quant.Q4_K;
import dev.triglot.engine.quant.SixBitScales;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/**
 * Q4_K and Q5_K: lines of d and dmin in f16, then one per 32 columns with the scale in the low byte
 * and the min in the high.
 */
record SixBitScaleLines(int zero) implements Scales {
    private static final int PARTS = 8;
    private static final int LINES = 2 + PARTS;
    private static final int MASK = 63;

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
        // Q5_K begins with the same fields.
        group.set(Lanes.SHORT, to, data.get(Lanes.SHORT, at + Q4_K.SCALE));
        group.set(Lanes.SHORT, to + Group.LINE, data.get(Lanes.SHORT, at + Q4_K.MIN));
        for (int part = 0; part < PARTS; part++) {
            int scale = SixBitScales.scale(data, at + Q4_K.SCALES, part);
            int min = SixBitScales.min(data, at + Q4_K.SCALES, part);
            group.set(Lanes.SHORT, to + (2L + part) * Group.LINE, (short) (scale | (min << 8)));
        }
    }

    @Override
    public void unpack(MemorySegment group, int at, int blocks, float[] out, int minsAt) {
        for (int b = 0; b < blocks; b++) {
            for (int v = 0; v < Group.LINE; v += SB) {
                int from = at + b * LINES * Group.LINE + v;
                int to = b * PARTS * Group.ROWS + v / 4;
                even(group, from, zero, out, minsAt, to);
                odd(group, from, zero, out, minsAt, to + Group.HALF);
            }
        }
    }

    private static void even(
            MemorySegment group, int at, int zero, float[] out, int minsAt, int to) {
        FloatVector d =
                IntVector.fromMemorySegment(I, group, at, LE)
                        .lanewise(LSHL, 16)
                        .lanewise(ASHR, 3)
                        .and(Halves.MASK)
                        .reinterpretAsFloats()
                        .mul(Halves.SCALE);
        FloatVector dmin =
                IntVector.fromMemorySegment(I, group, at + Group.LINE, LE)
                        .lanewise(LSHL, 16)
                        .lanewise(ASHR, 3)
                        .and(Halves.MASK)
                        .reinterpretAsFloats()
                        .mul(-Halves.SCALE);
        for (int part = 0; part < PARTS; part++) {
            IntVector h = IntVector.fromMemorySegment(I, group, Group.line(at, 2 + part), LE);
            FloatVector scale = ((FloatVector) h.and(MASK).convert(I2F, 0)).mul(d);
            scale.mul(EVEN).intoArray(out, to + part * Group.ROWS);
            ((FloatVector) h.lanewise(LSHR, 8).and(MASK).convert(I2F, 0))
                    .mul(dmin)
                    .add(scale.mul(zero))
                    .intoArray(out, minsAt + to + part * Group.ROWS);
        }
    }

    private static void odd(
            MemorySegment group, int at, int zero, float[] out, int minsAt, int to) {
        FloatVector d =
                IntVector.fromMemorySegment(I, group, at, LE)
                        .lanewise(ASHR, 3)
                        .and(Halves.MASK)
                        .reinterpretAsFloats()
                        .mul(Halves.SCALE);
        FloatVector dmin =
                IntVector.fromMemorySegment(I, group, at + Group.LINE, LE)
                        .lanewise(ASHR, 3)
                        .and(Halves.MASK)
                        .reinterpretAsFloats()
                        .mul(-Halves.SCALE);
        for (int part = 0; part < PARTS; part++) {
            IntVector h = IntVector.fromMemorySegment(I, group, Group.line(at, 2 + part), LE);
            FloatVector scale =
                    ((FloatVector) h.lanewise(LSHR, 16).and(MASK).convert(I2F, 0)).mul(d);
            scale.intoArray(out, to + part * Group.ROWS);
            ((FloatVector) h.lanewise(LSHR, 24).convert(I2F, 0))
                    .mul(dmin)
                    .add(scale.mul(zero))
                    .intoArray(out, minsAt + to + part * Group.ROWS);
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
            int exactAt = b * PARTS * Group.ROWS;
            int xAt = unit + b * PARTS;
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
        int down = 16 * odd;
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
        for (int part = 0; part < PARTS; part++) {
            FloatVector k = FloatVector.broadcast(F, scales[unit + part]);
            FloatVector t = FloatVector.broadcast(F, totals[unit + part]);
            IntVector h =
                    IntVector.fromMemorySegment(I, lines, Group.line(at, 2 + part), LE)
                            .lanewise(LSHR, down);
            IntVector i =
                    ShortVector.fromArray(S, exact, exactAt + part * Group.ROWS)
                            .reinterpretAsInts();
            FloatVector scale = ((FloatVector) h.and(MASK).convert(I2F, 0)).mul(d);
            // Even lanes stay in the upper half, see EVEN.
            i = i.lanewise(LSHL, up).lanewise(ASHR, down);
            y = ((FloatVector) i.convert(I2F, 0)).mul(scale.mul(factor)).fma(k, y);
            z =
                    ((FloatVector) h.lanewise(LSHR, 8).and(MASK).convert(I2F, 0))
                            .mul(dmin)
                            .add(scale.mul(zero))
                            .fma(t, z);
        }
        y.intoArray(sums, to);
        z.intoArray(sums, minsTo);
    }
}
