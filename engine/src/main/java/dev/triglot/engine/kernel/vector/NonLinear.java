package dev.triglot.engine.kernel.vector;

import static dev.triglot.engine.kernel.vector.Lanes.F;
import static dev.triglot.engine.kernel.vector.Lanes.FL;
import static dev.triglot.engine.kernel.vector.Lanes.I;
import static dev.triglot.engine.kernel.vector.Lanes.LE;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import dev.triglot.engine.quant.IQ4_NL;
import dev.triglot.engine.quant.IQ4_XS;
import dev.triglot.engine.quant.NonLinear4;
import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * IQ4_NL and IQ4_XS, whose nibbles choose from 16 levels: per 32 columns eight lines of four
 * neighbouring columns, in IQ4_XS followed by a line of signed scales, and per block of the file a
 * line of scales in f16.
 */
final class NonLinear implements FloatLayout {
    private static final int LINES = 8;
    private static final int MASK = 15;

    private static final IntVector LEVELS_0 = levels(0);
    private static final IntVector LEVELS_1 = levels(1);
    private static final IntVector LEVELS_2 = levels(2);
    private static final IntVector LEVELS_3 = levels(3);

    private final GgmlType type;
    private final Codes codes;
    private final int quants;

    /** 32-column parts of a block of the file. */
    private final int parts;

    private final int partBytes;
    private final int blockBytes;

    private NonLinear(GgmlType type, int quants) {
        this.type = type;
        this.quants = quants;
        this.codes = Codes.nibbles(0);
        this.parts = type.blockSize() / Codes.COLUMNS;
        this.partBytes = (scaled() ? LINES + 1 : LINES) * Group.LINE;
        this.blockBytes = parts * partBytes + Group.LINE;
    }

    static NonLinear iq4Nl() {
        return new NonLinear(GgmlType.IQ4_NL, IQ4_NL.QUANTS);
    }

    static NonLinear iq4Xs() {
        return new NonLinear(GgmlType.IQ4_XS, IQ4_XS.QUANTS);
    }

    /** As much of the table as one vector holds. */
    private static IntVector levels(int part) {
        int[] levels = new int[FL];
        for (int i = 0; i < FL; i++) {
            levels[i] = NonLinear4.level((part * FL + i) % 16);
        }
        return IntVector.fromArray(I, levels, 0);
    }

    private boolean scaled() {
        return parts > 1;
    }

    @Override
    public long groupBytes(int columns) {
        return (long) columns / type.blockSize() * blockBytes;
    }

    @Override
    public void pack(Tensor tensor, int row, MemorySegment group, int lane) {
        MemorySegment data = tensor.row(row);
        long[] pairs = new long[Codes.LONGS];
        long at = 0;
        long to = Group.lane(lane);
        for (int b = 0; b < tensor.columns() / type.blockSize(); b++) {
            for (int part = 0; part < parts; part++, to += partBytes) {
                codes.read(data, at + quants + 16L * part, 0, pairs);
                for (int i = 0; i < Codes.LONGS; i++) {
                    long nibbles = Long.compress(pairs[i], Codes.NIBBLES);
                    long line = to + 2L * i * Group.LINE;
                    group.set(Lanes.SHORT, line, (short) nibbles);
                    group.set(Lanes.SHORT, line + Group.LINE, (short) (nibbles >>> 16));
                }
                if (scaled()) {
                    short scale = (short) IQ4_XS.scale(data, at, part);
                    group.set(Lanes.SHORT, to + LINES * Group.LINE, scale);
                }
            }
            group.set(Lanes.SHORT, to, data.get(Lanes.SHORT, at + IQ4_XS.SCALE));
            to += Group.LINE;
            at += type.blockBytes();
        }
    }

    @Override
    public void unpack(MemorySegment group, int from, int n, float[] out) {
        for (int c = 0; c < n; c += Codes.COLUMNS) {
            int part = (from + c) / Codes.COLUMNS;
            int block = part / parts * blockBytes;
            int at = block + part % parts * partBytes;
            int d = block + parts * partBytes;
            for (int v = 0; v < Group.HALF; v += FL) {
                for (int rows = 0; rows < 2; rows++) {
                    int to = c * Group.ROWS + v + rows * Group.HALF;
                    int o = v * Integer.BYTES;
                    unpackPart(group, at + o, d + o, 16 * rows, scaled(), out, to);
                }
            }
        }
    }

    /**
     * The rows of even or odd lanes. Scales are read here: a vector that is handed to a method too
     * large to be inlined is boxed.
     *
     * @param d where the scales in f16 are
     * @param shift 0 for even lanes, 16 for odd
     * @param scaled whether signed scales follow the lines
     */
    private static void unpackPart(
            MemorySegment group, int at, int d, int shift, boolean scaled, float[] out, int to) {
        FloatVector scale =
                IntVector.fromMemorySegment(I, group, d, LE)
                        .lanewise(LSHL, 16 - shift)
                        .lanewise(ASHR, 3)
                        .and(Halves.MASK)
                        .reinterpretAsFloats()
                        .mul(Halves.SCALE);
        if (scaled) {
            IntVector factor =
                    IntVector.fromMemorySegment(I, group, Group.line(at, LINES), LE)
                            .lanewise(LSHL, 16 - shift)
                            .lanewise(ASHR, 16);
            scale = scale.mul((FloatVector) factor.convert(I2F, 0));
        }
        for (int j = 0; j < LINES; j++) {
            IntVector w =
                    IntVector.fromMemorySegment(I, group, Group.line(at, j), LE)
                            .lanewise(LSHR, shift);
            for (int k = 0; k < 4; k++) {
                level(w).mul(scale).intoArray(out, to + (4 * j + k) * Group.ROWS);
                w = w.lanewise(LSHR, 4);
            }
        }
    }

    /** What the lowest nibble of each lane stands for. */
    private static FloatVector level(IntVector w) {
        IntVector code = w.and(MASK);
        IntVector level = code.and(FL - 1).selectFrom(LEVELS_0);
        if (FL < 16) {
            level = level.blend(code.and(FL - 1).selectFrom(LEVELS_1), code.compare(GE, FL));
        }
        if (FL < 8) {
            level = level.blend(code.and(FL - 1).selectFrom(LEVELS_2), code.compare(GE, 2 * FL));
            level = level.blend(code.and(FL - 1).selectFrom(LEVELS_3), code.compare(GE, 3 * FL));
        }
        return (FloatVector) level.convert(I2F, 0);
    }

    @Override
    public void dot(MemorySegment group, int from, int n, float[] x, int xAt, float[] y) {
        for (int v = 0; v < Group.HALF; v += FL) {
            int o = v * Integer.BYTES;
            for (int c = 0; c < n; c += Codes.COLUMNS) {
                int part = (from + c) / Codes.COLUMNS;
                int block = part / parts * blockBytes + o;
                int at = block + part % parts * partBytes;
                dotPart(group, at, block + parts * partBytes, scaled(), x, xAt + c, y, v);
            }
        }
    }

    private static void dotPart(
            MemorySegment group,
            int at,
            int d,
            boolean scaled,
            float[] x,
            int xAt,
            float[] y,
            int yAt) {
        IntVector h = IntVector.fromMemorySegment(I, group, d, LE);
        FloatVector scale0 =
                h.lanewise(LSHL, 16)
                        .lanewise(ASHR, 3)
                        .and(Halves.MASK)
                        .reinterpretAsFloats()
                        .mul(Halves.SCALE);
        FloatVector scale1 =
                h.lanewise(ASHR, 3).and(Halves.MASK).reinterpretAsFloats().mul(Halves.SCALE);
        if (scaled) {
            IntVector factors = IntVector.fromMemorySegment(I, group, Group.line(at, LINES), LE);
            IntVector even = factors.lanewise(LSHL, 16).lanewise(ASHR, 16);
            scale0 = scale0.mul((FloatVector) even.convert(I2F, 0));
            scale1 = scale1.mul((FloatVector) factors.lanewise(ASHR, 16).convert(I2F, 0));
        }
        FloatVector y0 = FloatVector.fromArray(F, y, yAt);
        FloatVector y1 = FloatVector.fromArray(F, y, yAt + Group.HALF);
        for (int j = 0; j < LINES; j++) {
            IntVector w = IntVector.fromMemorySegment(I, group, at + j * Group.LINE, LE);
            for (int k = 0; k < 4; k++) {
                FloatVector a = FloatVector.broadcast(F, x[xAt + 4 * j + k]);
                y0 = level(w).mul(scale0).fma(a, y0);
                y1 = level(w.lanewise(LSHR, 16)).mul(scale1).fma(a, y1);
                w = w.lanewise(LSHR, 4);
            }
        }
        y0.intoArray(y, yAt);
        y1.intoArray(y, yAt + Group.HALF);
    }
}
