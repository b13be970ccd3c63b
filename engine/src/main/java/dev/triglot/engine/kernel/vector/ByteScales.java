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
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/**
 * Q3_K and Q6_K: a line of d in f16, then one per 32 columns with the signed scales of its two
 * units of 16 columns.
 */
enum ByteScales implements Scales {
    Q3_K(dev.triglot.engine.quant.Q3_K.SCALE) {
        @Override
        int scale(MemorySegment data, long at, int unit) {
            return dev.triglot.engine.quant.Q3_K.scale(
                    data, at + dev.triglot.engine.quant.Q3_K.SCALES, unit);
        }
    },
    Q6_K(dev.triglot.engine.quant.Q6_K.SCALE) {
        @Override
        int scale(MemorySegment data, long at, int unit) {
            return data.get(
                    ValueLayout.JAVA_BYTE, at + dev.triglot.engine.quant.Q6_K.SCALES + unit);
        }
    };

    private static final int PARTS = 8;
    private static final int LINES = 1 + PARTS;

    private final int superScale;

    ByteScales(int superScale) {
        this.superScale = superScale;
    }

    abstract int scale(MemorySegment data, long at, int unit);

    @Override
    public int lines() {
        return LINES;
    }

    @Override
    public boolean affine() {
        return false;
    }

    @Override
    public void pack(MemorySegment data, long at, MemorySegment group, long to) {
        group.set(Lanes.SHORT, to, data.get(Lanes.SHORT, at + superScale));
        for (int part = 0; part < PARTS; part++) {
            int pair = (scale(data, at, 2 * part) & 0xFF) | (scale(data, at, 2 * part + 1) << 8);
            group.set(Lanes.SHORT, to + (1L + part) * Group.LINE, (short) pair);
        }
    }

    @Override
    public void unpack(MemorySegment group, int at, int blocks, float[] out, int minsAt) {
        for (int b = 0; b < blocks; b++) {
            for (int v = 0; v < Group.LINE; v += SB) {
                unpackBlock(
                        group,
                        at + b * LINES * Group.LINE + v,
                        out,
                        b * 2 * PARTS * Group.ROWS + v / 4);
            }
        }
    }

    private static void unpackBlock(MemorySegment group, int at, float[] out, int to) {
        IntVector h = IntVector.fromMemorySegment(I, group, at, LE);
        FloatVector d0 =
                h.lanewise(LSHL, 16)
                        .lanewise(ASHR, 3)
                        .and(Halves.MASK)
                        .reinterpretAsFloats()
                        .mul(Halves.SCALE * EVEN);
        FloatVector d1 =
                h.lanewise(ASHR, 3).and(Halves.MASK).reinterpretAsFloats().mul(Halves.SCALE);
        for (int part = 0; part < PARTS; part++) {
            IntVector s = IntVector.fromMemorySegment(I, group, Group.line(at, 1 + part), LE);
            int o = to + 2 * part * Group.ROWS;
            ((FloatVector) s.lanewise(LSHL, 24).lanewise(ASHR, 24).convert(I2F, 0))
                    .mul(d0)
                    .intoArray(out, o);
            ((FloatVector) s.lanewise(LSHL, 8).lanewise(ASHR, 24).convert(I2F, 0))
                    .mul(d1)
                    .intoArray(out, o + Group.HALF);
            ((FloatVector) s.lanewise(LSHL, 16).lanewise(ASHR, 24).convert(I2F, 0))
                    .mul(d0)
                    .intoArray(out, o + Group.ROWS);
            ((FloatVector) s.lanewise(ASHR, 24).convert(I2F, 0))
                    .mul(d1)
                    .intoArray(out, o + Group.ROWS + Group.HALF);
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
                addBlock(lines, from, exact, e, x.scales, xAt, sums, to + v);
            }
        }
    }

    private static void addBlock(
            MemorySegment lines,
            int at,
            short[] exact,
            int exactAt,
            float[] x,
            int xAt,
            float[] sums,
            int to) {
        IntVector h = IntVector.fromMemorySegment(I, lines, at, LE);
        FloatVector d0 =
                h.lanewise(LSHL, 16)
                        .lanewise(ASHR, 3)
                        .and(Halves.MASK)
                        .reinterpretAsFloats()
                        .mul(Halves.SCALE * EVEN);
        FloatVector d1 =
                h.lanewise(ASHR, 3).and(Halves.MASK).reinterpretAsFloats().mul(Halves.SCALE);
        FloatVector y0 = FloatVector.fromArray(F, sums, to);
        FloatVector y1 = FloatVector.fromArray(F, sums, to + Group.HALF);
        for (int part = 0; part < PARTS; part++) {
            IntVector s = IntVector.fromMemorySegment(I, lines, Group.line(at, 1 + part), LE);
            int e = exactAt + 2 * part * Group.ROWS;
            FloatVector k = FloatVector.broadcast(F, x[xAt + 2 * part]);
            IntVector i = ShortVector.fromArray(S, exact, e).reinterpretAsInts();
            FloatVector scale =
                    ((FloatVector) s.lanewise(LSHL, 24).lanewise(ASHR, 24).convert(I2F, 0)).mul(d0);
            y0 = ((FloatVector) i.lanewise(LSHL, 16).convert(I2F, 0)).mul(scale).fma(k, y0);
            scale = ((FloatVector) s.lanewise(LSHL, 8).lanewise(ASHR, 24).convert(I2F, 0)).mul(d1);
            y1 = ((FloatVector) i.lanewise(ASHR, 16).convert(I2F, 0)).mul(scale).fma(k, y1);
            k = FloatVector.broadcast(F, x[xAt + 2 * part + 1]);
            i = ShortVector.fromArray(S, exact, e + Group.ROWS).reinterpretAsInts();
            scale = ((FloatVector) s.lanewise(LSHL, 16).lanewise(ASHR, 24).convert(I2F, 0)).mul(d0);
            y0 = ((FloatVector) i.lanewise(LSHL, 16).convert(I2F, 0)).mul(scale).fma(k, y0);
            scale = ((FloatVector) s.lanewise(ASHR, 24).convert(I2F, 0)).mul(d1);
            y1 = ((FloatVector) i.lanewise(ASHR, 16).convert(I2F, 0)).mul(scale).fma(k, y1);
        }
        y0.intoArray(sums, to);
        y1.intoArray(sums, to + Group.HALF);
    }
}
