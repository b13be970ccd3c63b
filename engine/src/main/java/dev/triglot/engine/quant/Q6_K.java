package dev.triglot.engine.quant;

import static dev.triglot.engine.quant.LittleEndian.BYTE;
import static dev.triglot.engine.quant.LittleEndian.LONG;
import static dev.triglot.engine.quant.LittleEndian.f16;
import static dev.triglot.engine.quant.LittleEndian.putF16;
import static dev.triglot.engine.quant.LittleEndian.u8;
import static dev.triglot.engine.quant.Quads.NIBBLES;

import dev.triglot.engine.tensor.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * 256 elements in 16 groups of 16: {@code (q - 32) * (d * scale)} with q in 0..63 and signed 8-bit
 * scales.
 *
 * <pre>128 bytes of four low bits | 64 bytes of two high bits | 16 scales | f16 d</pre>
 *
 * Each half of a block has 64 low bytes and 32 high bytes for 128 elements: element 32j + l has its
 * low bits in byte 32 (j % 2) + l, in the low nibble for j below 2, and its high bits in bits 2j
 * and 2j + 1 of byte l.
 */
public final class Q6_K extends SearchedFormat implements QuadFormat {
    public static final int QUANTS = 0;
    public static final int HIGH_BITS = 128;
    public static final int SCALES = 192;
    public static final int SCALE = 208;

    private static final int GROUPS = 16;
    private static final int GROUP = 16;
    private static final int ZERO = 32;
    private static final long TWO_BITS = 0x0303030303030303L;

    Q6_K() {
        super(GgmlType.Q6_K);
    }

    @Override
    void dequantizeBlock(MemorySegment blocks, long at, float[] out, int outOffset) {
        float d = f16(blocks, at + SCALE);
        for (int group = 0; group < GROUPS; group++) {
            float scale = d * blocks.get(BYTE, at + SCALES + group);
            long quants = at + firstQuants(group);
            long highBits = at + firstHighBits(group);
            int o = outOffset + group * GROUP;
            for (int l = 0; l < GROUP; l++) {
                int low = (u8(blocks, quants + l) >> shift(group)) & 0xF;
                int high = (u8(blocks, highBits + l) >> highShift(group)) & 3;
                out[o + l] = scale * ((low | (high << 4)) - ZERO);
            }
        }
    }

    @Override
    Encoding newEncoding(Rounding rounding) {
        return new SignedGroupsEncoding(
                ZERO,
                128,
                rounding.groups(),
                -32.5f,
                -32.2f,
                -31.9f,
                -31.6f,
                -31.3f,
                -31f,
                -30.6f) {
            @Override
            void encode(MemorySegment blocks, long at) {
                search();
                for (int half = 0; half < 2; half++) {
                    putHalf(blocks, at, half, codes);
                }
                for (int g = 0; g < GROUPS; g++) {
                    blocks.set(BYTE, at + SCALES + g, (byte) scales[g]);
                }
                putF16(blocks, at + SCALE, d);
            }
        };
    }

    private static void putHalf(MemorySegment blocks, long at, int half, byte[] codes) {
        int first = half * 128;
        for (int l = 0; l < 64; l++) {
            int both = (codes[first + l] & 0xF) | ((codes[first + 64 + l] & 0xF) << 4);
            blocks.set(BYTE, at + QUANTS + half * 64L + l, (byte) both);
        }
        for (int l = 0; l < 32; l++) {
            int four = 0;
            for (int j = 0; j < 4; j++) {
                four |= (codes[first + 32 * j + l] >> 4) << (2 * j);
            }
            blocks.set(BYTE, at + HIGH_BITS + half * 32L + l, (byte) four);
        }
    }

    @Override
    public Groups groups() {
        return Groups.OF_16;
    }

    @Override
    public void unpack(
            MemorySegment blocks, long from, int n, long[] quads, float[] scales, float[] mins) {
        long base = from / blockSize * blockBytes;
        for (int b = 0; b < n / blockSize; b++) {
            long at = base + (long) b * blockBytes;
            float d = f16(blocks, at + SCALE);
            for (int group = 0; group < GROUPS; group++) {
                int g = b * GROUPS + group;
                scales[g] = d * blocks.get(BYTE, at + SCALES + group);
                mins[g] = 0;
                long quants = at + firstQuants(group);
                long highBits = at + firstHighBits(group);
                for (int half = 0; half < 2; half++) {
                    long low = (blocks.get(LONG, quants + half * 8L) >>> shift(group)) & NIBBLES;
                    long high =
                            (blocks.get(LONG, highBits + half * 8L) >>> highShift(group))
                                    & TWO_BITS;
                    Quads.put(quads, g * 4 + half * 2, low | (high << 4), ZERO);
                }
            }
        }
    }

    private static int firstQuants(int group) {
        return QUANTS + group / 8 * 64 + group % 4 * GROUP;
    }

    private static int shift(int group) {
        return group % 8 / 4 * 4;
    }

    private static int firstHighBits(int group) {
        return HIGH_BITS + group / 8 * 32 + group % 2 * GROUP;
    }

    private static int highShift(int group) {
        return group % 8 / 2 * 2;
    }
}
