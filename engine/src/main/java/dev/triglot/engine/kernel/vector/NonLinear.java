package dev.triglot.engine.kernel.vector;

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
 * IQ4_NL and IQ4_XS, whose nibbles choose from 16 levels: the lines of {@link FourBits} per 32
 * columns, in IQ4_XS followed by a line of signed scales, and per block of the file a line of
 * scales in f16.
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
                FourBits.packCodes(pairs, group, to);
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
                // Columns j, 16 + j, 8 + j, 24 + j.
                int column = j + k % 2 * 16 + k / 2 * 8;
                IntVector code = w.and(MASK);
                w = w.lanewise(LSHR, 4);
                IntVector level = code.and(FL - 1).selectFrom(LEVELS_0);
                if (FL < 16) {
                    level =
                            level.blend(
                                    code.and(FL - 1).selectFrom(LEVELS_1), code.compare(GE, FL));
                }
                if (FL < 8) {
                    level =
                            level.blend(
                                    code.and(FL - 1).selectFrom(LEVELS_2),
                                    code.compare(GE, 2 * FL));
                    level =
                            level.blend(
                                    code.and(FL - 1).selectFrom(LEVELS_3),
                                    code.compare(GE, 3 * FL));
                }
                ((FloatVector) level.convert(I2F, 0))
                        .mul(scale)
                        .intoArray(out, to + column * Group.ROWS);
            }
        }
    }
}
