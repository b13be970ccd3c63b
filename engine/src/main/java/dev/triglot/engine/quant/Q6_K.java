package dev.triglot.engine.quant;

import static dev.triglot.engine.quant.LittleEndian.BYTE;
import static dev.triglot.engine.quant.LittleEndian.f16;
import static dev.triglot.engine.quant.LittleEndian.u8;

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
public final class Q6_K extends BlockFormat {
    public static final int QUANTS = 0;
    public static final int HIGH_BITS = 128;
    public static final int SCALES = 192;
    public static final int SCALE = 208;

    private static final int GROUPS = 16;
    private static final int GROUP = 16;
    private static final int ZERO = 32;

    Q6_K() {
        super(GgmlType.Q6_K);
    }

    @Override
    void dequantizeBlock(MemorySegment blocks, long at, float[] out, int outOffset) {
        float d = f16(blocks, at + SCALE);
        for (int group = 0; group < GROUPS; group++) {
            float scale = d * blocks.get(BYTE, at + SCALES + group);
            int half = group / 8;
            int j = group % 8 / 2;
            int first = group % 2 * GROUP;
            long quants = at + QUANTS + half * 64L + j % 2 * 32L + first;
            long highBits = at + HIGH_BITS + half * 32L + first;
            int shift = j / 2 * 4;
            int highShift = j * 2;
            int o = outOffset + group * GROUP;
            for (int l = 0; l < GROUP; l++) {
                int low = (u8(blocks, quants + l) >> shift) & 0xF;
                int high = (u8(blocks, highBits + l) >> highShift) & 3;
                out[o + l] = scale * ((low | (high << 4)) - ZERO);
            }
        }
    }
}
