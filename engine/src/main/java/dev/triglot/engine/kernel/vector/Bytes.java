package dev.triglot.engine.kernel.vector;

import static dev.triglot.engine.kernel.vector.Lanes.F;
import static dev.triglot.engine.kernel.vector.Lanes.FL;
import static dev.triglot.engine.kernel.vector.Lanes.I;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import dev.triglot.engine.quant.Q8_0;
import dev.triglot.engine.quant.Q8_0_V0;
import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Q8_0: per block of 32 columns the scales, a line in f16, or, of files from before GGUF, two lines
 * of the halves of f32, see {@link SingleScales}; then 16 lines of two columns, the first in the
 * low byte.
 */
final class Bytes implements FloatLayout {
    private static final int BLOCK = 32;
    private static final int LINES = BLOCK / 2;

    private final GgmlType type;
    private final int quants;
    private final int scale;

    /** Whether scales are f32. */
    private final boolean single;

    private final int scaleBytes;
    private final int blockBytes;

    private Bytes(GgmlType type, int quants, int scale, boolean single) {
        this.type = type;
        this.quants = quants;
        this.scale = scale;
        this.single = single;
        this.scaleBytes = (single ? 2 : 1) * Group.LINE;
        this.blockBytes = scaleBytes + LINES * Group.LINE;
    }

    static Bytes halfScales() {
        return new Bytes(GgmlType.Q8_0, Q8_0.QUANTS, Q8_0.SCALE, false);
    }

    static Bytes singleScales() {
        return new Bytes(GgmlType.Q8_0_V0, Q8_0_V0.QUANTS, Q8_0_V0.SCALE, true);
    }

    @Override
    public long groupBytes(int columns) {
        return (long) columns / BLOCK * blockBytes;
    }

    @Override
    public void pack(Tensor tensor, int row, MemorySegment group, int lane) {
        MemorySegment from = tensor.row(row);
        for (int b = 0; b < tensor.columns() / BLOCK; b++) {
            long at = (long) b * type.blockBytes();
            long to = (long) b * blockBytes + Group.lane(lane);
            for (int j = 0; j < LINES; j++) {
                short pair = from.get(Lanes.SHORT, at + quants + j * 2L);
                group.set(Lanes.SHORT, to + scaleBytes + (long) j * Group.LINE, pair);
            }
            if (single) {
                SingleScales.packFloat(from.get(Lanes.INT, at + scale), group, to);
            } else {
                group.set(Lanes.SHORT, to, from.get(Lanes.SHORT, at + scale));
            }
        }
    }

    @Override
    public void unpack(MemorySegment group, int from, int n, float[] out) {
        for (int b = 0; b < n / BLOCK; b++) {
            int at = (from / BLOCK + b) * blockBytes;
            for (int v = 0; v < Group.HALF; v += FL) {
                int to = b * BLOCK * Group.ROWS + v;
                unpackBlock(group, at + v * Integer.BYTES, single, out, to);
            }
        }
    }

    @Override
    public void dot(MemorySegment group, int from, int n, float[] x, int xAt, float[] y) {
        for (int v = 0; v < Group.HALF; v += FL) {
            int at = from / BLOCK * blockBytes + v * Integer.BYTES;
            dotBlocks(group, at, n / BLOCK, blockBytes, single, x, xAt, y, v);
        }
    }

    private static void dotBlocks(
            MemorySegment group,
            int from,
            int blocks,
            int blockBytes,
            boolean single,
            float[] x,
            int xAt,
            float[] y,
            int yAt) {
        FloatVector y0 = FloatVector.fromArray(F, y, yAt);
        FloatVector y1 = FloatVector.fromArray(F, y, yAt + Group.HALF);
        for (int b = 0; b < blocks; b++) {
            int at = from + b * blockBytes;
            IntVector h = IntVector.fromMemorySegment(I, group, at, Lanes.LE);
            FloatVector d0;
            FloatVector d1;
            if (single) {
                IntVector high = IntVector.fromMemorySegment(I, group, at + Group.LINE, Lanes.LE);
                d0 = high.lanewise(LSHL, 16).or(h.and(SingleScales.LOW)).reinterpretAsFloats();
                d1 = high.and(SingleScales.HIGH).or(h.lanewise(LSHR, 16)).reinterpretAsFloats();
            } else {
                d0 =
                        h.lanewise(LSHL, 16)
                                .lanewise(ASHR, 3)
                                .and(Halves.MASK)
                                .reinterpretAsFloats()
                                .mul(Halves.SCALE);
                d1 = h.lanewise(ASHR, 3).and(Halves.MASK).reinterpretAsFloats().mul(Halves.SCALE);
            }
            int lines = at + (single ? 2 : 1) * Group.LINE;
            int p = xAt + b * BLOCK;
            for (int j = 0; j < LINES; j++) {
                FloatVector k0 = FloatVector.broadcast(F, x[p + 2 * j]);
                FloatVector k1 = FloatVector.broadcast(F, x[p + 2 * j + 1]);
                IntVector w =
                        IntVector.fromMemorySegment(I, group, lines + j * Group.LINE, Lanes.LE);
                y0 =
                        ((FloatVector) w.lanewise(LSHL, 24).lanewise(ASHR, 24).convert(I2F, 0))
                                .mul(d0)
                                .fma(k0, y0);
                y1 =
                        ((FloatVector) w.lanewise(LSHL, 8).lanewise(ASHR, 24).convert(I2F, 0))
                                .mul(d1)
                                .fma(k0, y1);
                y0 =
                        ((FloatVector) w.lanewise(LSHL, 16).lanewise(ASHR, 24).convert(I2F, 0))
                                .mul(d0)
                                .fma(k1, y0);
                y1 = ((FloatVector) w.lanewise(ASHR, 24).convert(I2F, 0)).mul(d1).fma(k1, y1);
            }
        }
        y0.intoArray(y, yAt);
        y1.intoArray(y, yAt + Group.HALF);
    }

    /** Scales are read in the method that uses them: handed to another, vectors can be boxed. */
    private static void unpackBlock(
            MemorySegment group, int at, boolean single, float[] out, int to) {
        IntVector h = IntVector.fromMemorySegment(I, group, at, Lanes.LE);
        FloatVector d0;
        FloatVector d1;
        if (single) {
            IntVector high = IntVector.fromMemorySegment(I, group, at + Group.LINE, Lanes.LE);
            d0 = high.lanewise(LSHL, 16).or(h.and(SingleScales.LOW)).reinterpretAsFloats();
            d1 = high.and(SingleScales.HIGH).or(h.lanewise(LSHR, 16)).reinterpretAsFloats();
        } else {
            d0 =
                    h.lanewise(LSHL, 16)
                            .lanewise(ASHR, 3)
                            .and(Halves.MASK)
                            .reinterpretAsFloats()
                            .mul(Halves.SCALE);
            d1 = h.lanewise(ASHR, 3).and(Halves.MASK).reinterpretAsFloats().mul(Halves.SCALE);
        }
        int lines = at + (single ? 2 : 1) * Group.LINE;
        for (int j = 0; j < LINES; j++) {
            IntVector w = IntVector.fromMemorySegment(I, group, Group.line(lines, j), Lanes.LE);
            int o = to + 2 * j * Group.ROWS;
            ((FloatVector) w.lanewise(LSHL, 24).lanewise(ASHR, 24).convert(I2F, 0))
                    .mul(d0)
                    .intoArray(out, o);
            ((FloatVector) w.lanewise(LSHL, 8).lanewise(ASHR, 24).convert(I2F, 0))
                    .mul(d1)
                    .intoArray(out, o + Group.HALF);
            ((FloatVector) w.lanewise(LSHL, 16).lanewise(ASHR, 24).convert(I2F, 0))
                    .mul(d0)
                    .intoArray(out, o + Group.ROWS);
            ((FloatVector) w.lanewise(ASHR, 24).convert(I2F, 0))
                    .mul(d1)
                    .intoArray(out, o + Group.ROWS + Group.HALF);
        }
    }
}
