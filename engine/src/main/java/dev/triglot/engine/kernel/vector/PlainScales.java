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

import dev.triglot.engine.kernel.Scratch;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/**
 * One scale in f16 per block of 32 columns, and where there is one a min in f16: Q4_0, Q4_1, Q5_0,
 * Q5_1.
 *
 * @param scale offset of the scale in a block of the file
 * @param min offset of the min
 * @param zero what is subtracted from codes
 */
record PlainScales(int scale, int min, boolean affine, int zero) implements Scales {
    /** Without mins: the type's codes count from zero. */
    static PlainScales symmetric(int scale, Fields fields) {
        return new PlainScales(scale, 0, false, fields.zero());
    }

    /** With mins: the type's codes count from 0. */
    static PlainScales affine(int scale, int min, Fields fields) {
        return new PlainScales(scale, min, true, fields.zero());
    }

    @Override
    public int lines() {
        return affine ? 2 : 1;
    }

    @Override
    public void pack(MemorySegment data, long at, MemorySegment group, long to) {
        group.set(Lanes.SHORT, to, data.get(Lanes.SHORT, at + scale));
        if (affine) {
            group.set(Lanes.SHORT, to + Group.LINE, data.get(Lanes.SHORT, at + min));
        }
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
                IntVector h = IntVector.fromMemorySegment(I, group, Group.line(at + v, b), LE);
                h.lanewise(LSHL, 16)
                        .lanewise(ASHR, 3)
                        .and(Halves.MASK)
                        .reinterpretAsFloats()
                        .mul(Halves.SCALE * EVEN)
                        .intoArray(out, o);
                h.lanewise(ASHR, 3)
                        .and(Halves.MASK)
                        .reinterpretAsFloats()
                        .mul(Halves.SCALE)
                        .intoArray(out, o + Group.HALF);
            }
        }
    }

    private static void unpackAffine(
            MemorySegment group, int at, int blocks, int zero, float[] out, int minsAt) {
        for (int b = 0; b < blocks; b++) {
            for (int v = 0; v < Group.LINE; v += SB) {
                int o = b * Group.ROWS + v / 4;
                int from = at + 2 * b * Group.LINE + v;
                IntVector h = IntVector.fromMemorySegment(I, group, from, LE);
                IntVector m = IntVector.fromMemorySegment(I, group, from + Group.LINE, LE);
                FloatVector d =
                        h.lanewise(LSHL, 16)
                                .lanewise(ASHR, 3)
                                .and(Halves.MASK)
                                .reinterpretAsFloats()
                                .mul(Halves.SCALE);
                d.mul(EVEN).intoArray(out, o);
                m.lanewise(LSHL, 16)
                        .lanewise(ASHR, 3)
                        .and(Halves.MASK)
                        .reinterpretAsFloats()
                        .mul(Halves.SCALE)
                        .add(d.mul(zero))
                        .intoArray(out, minsAt + o);
                d = h.lanewise(ASHR, 3).and(Halves.MASK).reinterpretAsFloats().mul(Halves.SCALE);
                d.intoArray(out, o + Group.HALF);
                m.lanewise(ASHR, 3)
                        .and(Halves.MASK)
                        .reinterpretAsFloats()
                        .mul(Halves.SCALE)
                        .add(d.mul(zero))
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
        if (affine) {
            addAffine(lines, at, blocks, zero, exact, x.scales, x.totals, unit, sums, to, minsTo);
        } else {
            addSymmetric(lines, at, blocks, exact, x.scales, unit, sums, to);
        }
    }

    private static void addSymmetric(
            MemorySegment lines,
            int at,
            int blocks,
            short[] exact,
            float[] x,
            int xAt,
            float[] sums,
            int to) {
        for (int v = 0; v < Group.HALF; v += FL) {
            FloatVector y0 = FloatVector.fromArray(F, sums, to + v);
            FloatVector y1 = FloatVector.fromArray(F, sums, to + v + Group.HALF);
            for (int b = 0; b < blocks; b++) {
                FloatVector k = FloatVector.broadcast(F, x[xAt + b]);
                IntVector i =
                        ShortVector.fromArray(S, exact, b * Group.ROWS + 2 * v).reinterpretAsInts();
                IntVector h = IntVector.fromMemorySegment(I, lines, Group.line(at + 4 * v, b), LE);
                FloatVector d =
                        h.lanewise(LSHL, 16)
                                .lanewise(ASHR, 3)
                                .and(Halves.MASK)
                                .reinterpretAsFloats()
                                .mul(Halves.SCALE * EVEN);
                y0 = ((FloatVector) i.lanewise(LSHL, 16).convert(I2F, 0)).mul(d).fma(k, y0);
                d = h.lanewise(ASHR, 3).and(Halves.MASK).reinterpretAsFloats().mul(Halves.SCALE);
                y1 = ((FloatVector) i.lanewise(ASHR, 16).convert(I2F, 0)).mul(d).fma(k, y1);
            }
            y0.intoArray(sums, to + v);
            y1.intoArray(sums, to + v + Group.HALF);
        }
    }

    private static void addAffine(
            MemorySegment lines,
            int at,
            int blocks,
            int zero,
            short[] exact,
            float[] x,
            float[] totals,
            int xAt,
            float[] sums,
            int to,
            int minsTo) {
        for (int v = 0; v < Group.HALF; v += FL) {
            FloatVector y0 = FloatVector.fromArray(F, sums, to + v);
            FloatVector y1 = FloatVector.fromArray(F, sums, to + v + Group.HALF);
            FloatVector z0 = FloatVector.fromArray(F, sums, minsTo + v);
            FloatVector z1 = FloatVector.fromArray(F, sums, minsTo + v + Group.HALF);
            for (int b = 0; b < blocks; b++) {
                FloatVector k = FloatVector.broadcast(F, x[xAt + b]);
                FloatVector t = FloatVector.broadcast(F, totals[xAt + b]);
                IntVector i =
                        ShortVector.fromArray(S, exact, b * Group.ROWS + 2 * v).reinterpretAsInts();
                int from = Group.line(at + 4 * v, 2 * b);
                IntVector h = IntVector.fromMemorySegment(I, lines, from, LE);
                IntVector m = IntVector.fromMemorySegment(I, lines, from + Group.LINE, LE);
                FloatVector d =
                        h.lanewise(LSHL, 16)
                                .lanewise(ASHR, 3)
                                .and(Halves.MASK)
                                .reinterpretAsFloats()
                                .mul(Halves.SCALE);
                FloatVector scale = d.mul(EVEN);
                y0 = ((FloatVector) i.lanewise(LSHL, 16).convert(I2F, 0)).mul(scale).fma(k, y0);
                z0 =
                        m.lanewise(LSHL, 16)
                                .lanewise(ASHR, 3)
                                .and(Halves.MASK)
                                .reinterpretAsFloats()
                                .mul(Halves.SCALE)
                                .add(d.mul(zero))
                                .fma(t, z0);
                d = h.lanewise(ASHR, 3).and(Halves.MASK).reinterpretAsFloats().mul(Halves.SCALE);
                y1 = ((FloatVector) i.lanewise(ASHR, 16).convert(I2F, 0)).mul(d).fma(k, y1);
                z1 =
                        m.lanewise(ASHR, 3)
                                .and(Halves.MASK)
                                .reinterpretAsFloats()
                                .mul(Halves.SCALE)
                                .add(d.mul(zero))
                                .fma(t, z1);
            }
            y0.intoArray(sums, to + v);
            y1.intoArray(sums, to + v + Group.HALF);
            z0.intoArray(sums, minsTo + v);
            z1.intoArray(sums, minsTo + v + Group.HALF);
        }
    }
}
