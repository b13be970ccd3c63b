package dev.triglot.engine.quant;

import static dev.triglot.engine.quant.LittleEndian.BYTE;
import static dev.triglot.engine.quant.LittleEndian.LONG;
import static dev.triglot.engine.quant.LittleEndian.f16;
import static dev.triglot.engine.quant.LittleEndian.putF16;
import static dev.triglot.engine.quant.LittleEndian.u8;

import dev.triglot.engine.tensor.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * 256 elements in 16 groups of 16: {@code (q - 4) * (d * (scale - 32))} with q in 0..7 and 6-bit
 * scales.
 *
 * <pre>32 bytes: bit s of byte l is the third bit of element 32s + l
 * | 64 bytes of two low bits, as in Q2_K | 12 bytes of scales | f16 d</pre>
 *
 * Scales: low nibbles of bytes 0-7 are the low four bits of scales 0-7, high nibbles of scales
 * 8-15; bits 2j and 2j + 1 of byte 8 + i are the high bits of scale 4j + i.
 */
public final class Q3_K extends SearchedFormat implements QuadFormat {
    public static final int HIGH_BITS = 0;
    public static final int QUANTS = 32;
    public static final int SCALES = 96;
    public static final int SCALE = 108;

    private static final int GROUPS = 16;
    private static final int GROUP = 16;
    private static final int ZERO = 4;
    private static final long LOW_BITS = 0x0303030303030303L;
    private static final long HIGH_BIT = 0x0101010101010101L;

    Q3_K() {
        super(GgmlType.Q3_K);
    }

    @Override
    void dequantizeBlock(MemorySegment blocks, long at, float[] out, int outOffset) {
        float d = f16(blocks, at + SCALE);
        for (int group = 0; group < GROUPS; group++) {
            float scale = d * scale(blocks, at + SCALES, group);
            long quants = at + QUANTS + TwoBitGroups.firstByte(group);
            long highBits = at + HIGH_BITS + (long) group % 2 * GROUP;
            int shift = TwoBitGroups.shift(group);
            int highShift = group / 2;
            int o = outOffset + group * GROUP;
            for (int l = 0; l < GROUP; l++) {
                int low = (u8(blocks, quants + l) >> shift) & 3;
                int high = (u8(blocks, highBits + l) >> highShift) & 1;
                out[o + l] = scale * ((low | (high << 2)) - ZERO);
            }
        }
    }

    /**
     * The signed scale of a group, -32..31.
     *
     * @param scales offset of the block's 12 scale bytes
     */
    public static int scale(MemorySegment blocks, long scales, int group) {
        int low = (u8(blocks, scales + group % 8) >> (group / 8 * 4)) & 0xF;
        int high = (u8(blocks, scales + 8 + group % 4) >> (group / 4 * 2)) & 3;
        return (low | (high << 4)) - 32;
    }

    @Override
    Encoding newEncoding(Rounding rounding) {
        return new SignedGroupsEncoding(
                ZERO, 32, rounding.groups(), -4.6f, -4.4f, -4.2f, -4f, -3.8f, -3.6f, -3.4f) {
            @Override
            void encode(MemorySegment blocks, long at) {
                search();
                for (int l = 0; l < 32; l++) {
                    int high = 0;
                    for (int s = 0; s < 8; s++) {
                        high |= (codes[s * 32 + l] >> 2) << s;
                    }
                    blocks.set(BYTE, at + HIGH_BITS + l, (byte) high);
                }
                TwoBitGroups.put(blocks, at + QUANTS, codes);
                putScales(blocks, at + SCALES, scales);
                putF16(blocks, at + SCALE, d);
            }
        };
    }

    /** The inverse of {@link #scale}. */
    private static void putScales(MemorySegment blocks, long at, int[] scales) {
        for (int i = 0; i < 8; i++) {
            int low = (scales[i] + 32) & 0xF;
            int both = low | (((scales[i + 8] + 32) & 0xF) << 4);
            blocks.set(BYTE, at + i, (byte) both);
        }
        for (int i = 0; i < 4; i++) {
            int four = 0;
            for (int j = 0; j < 4; j++) {
                four |= (scales[4 * j + i] + 32) >> 4 << (2 * j);
            }
            blocks.set(BYTE, at + 8 + i, (byte) four);
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
                scales[g] = d * scale(blocks, at + SCALES, group);
                mins[g] = 0;
                long quants = at + QUANTS + TwoBitGroups.firstByte(group);
                long highBits = at + HIGH_BITS + (long) group % 2 * GROUP;
                for (int half = 0; half < 2; half++) {
                    long low = blocks.get(LONG, quants + half * 8L) >>> TwoBitGroups.shift(group);
                    long high = blocks.get(LONG, highBits + half * 8L) >>> (group / 2);
                    long q = (low & LOW_BITS) | ((high & HIGH_BIT) << 2);
                    Quads.put(quads, g * 4 + half * 2, q, ZERO);
                }
            }
        }
    }
}
