package dev.triglot.engine.kernel.vector;

import dev.triglot.engine.quant.Q4_0;
import dev.triglot.engine.quant.Q4_1;
import dev.triglot.engine.quant.Q4_K;
import dev.triglot.engine.quant.SixBitScales;
import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads 4-bit tensors of any type as blocks of 32 columns: eight shorts of four nibbles, a scale, a minimum. */
abstract sealed class NibbleSource {
    static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(Lanes.LE);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(Lanes.LE);

    final MemorySegment data;
    private final long rowBytes;

    private NibbleSource(Tensor tensor) {
        data = tensor.data();
        rowBytes = tensor.type().rowBytes(tensor.columns());
    }

    static NibbleSource of(Tensor tensor) {
        return switch (tensor.type()) {
            case Q4_0 -> new Planar(tensor, Q4_0.QUANTS, false);
            case Q4_1 -> new Planar(tensor, Q4_1.QUANTS, true);
            case Q4_K -> new Super(tensor);
            default -> throw new IllegalArgumentException(tensor.type() + " has no nibbles");
        };
    }

    /** Moves to 32 columns of a row. */
    final void block(int row, int block) {
        moveTo(row * rowBytes, block);
    }

    abstract void moveTo(long rowAt, int block);

    /** Whether blocks have a minimum; else nibbles count from -8. */
    abstract boolean affine();

    /** Nibbles of columns 4 j to 4 j + 3, the first one lowest. */
    abstract short nibbles(int j);

    /** Half precision. */
    abstract short scale();

    /** Half precision. */
    abstract short min();

    /** Packs the low (or high, shifted down) nibbles of four bytes. */
    final short compress(long at, int shift) {
        int nibbles = (data.get(INT, at) >>> shift) & 0x0F0F0F0F;
        int pairs = (nibbles | (nibbles >>> 4)) & 0x00FF00FF;
        return (short) (pairs | (pairs >>> 8));
    }

    /** Byte j of 16 holds columns j (low) and j + 16 (high). */
    private static final class Planar extends NibbleSource {
        private final int blockBytes;
        private final int quants;
        private final boolean affine;
        private long at;

        Planar(Tensor tensor, int quants, boolean affine) {
            super(tensor);
            this.blockBytes = tensor.type().blockBytes();
            this.quants = quants;
            this.affine = affine;
        }

        @Override
        void moveTo(long rowAt, int block) {
            at = rowAt + (long) block * blockBytes;
        }

        @Override
        boolean affine() {
            return affine;
        }

        @Override
        short nibbles(int j) {
            return compress(at + quants + j % 4 * 4, j / 4 * 4);
        }

        @Override
        short scale() {
            return data.get(SHORT, at + Q4_1.SCALE);
        }

        @Override
        short min() {
            return data.get(SHORT, at + Q4_1.MIN);
        }
    }

    /** Q4_K: eight groups of 32 columns share 6-bit scales and minimums, which are multiplied out. */
    private static final class Super extends NibbleSource {
        private static final int GROUPS = 8;

        private long at;
        private int group;

        Super(Tensor tensor) {
            super(tensor);
        }

        @Override
        void moveTo(long rowAt, int block) {
            at = rowAt + (long) (block / GROUPS) * GgmlType.Q4_K.blockBytes();
            group = block % GROUPS;
        }

        @Override
        boolean affine() {
            return true;
        }

        @Override
        short nibbles(int j) {
            return compress(at + Q4_K.QUANTS + group / 2 * 32L + j * 4L, group % 2 * 4);
        }

        @Override
        short scale() {
            return product(Q4_K.SCALE, SixBitScales.scale(data, at + Q4_K.SCALES, group));
        }

        @Override
        short min() {
            return product(Q4_K.MIN, -SixBitScales.min(data, at + Q4_K.SCALES, group));
        }

        private short product(int half, int factor) {
            return Float.floatToFloat16(Float.float16ToFloat(data.get(SHORT, at + half)) * factor);
        }
    }
}
