package dev.triglot.engine.quant;

import static dev.triglot.engine.quant.LittleEndian.BYTE;
import static dev.triglot.engine.quant.LittleEndian.LONG;
import static dev.triglot.engine.quant.LittleEndian.f16;
import static dev.triglot.engine.quant.LittleEndian.putF16;
import static dev.triglot.engine.quant.LittleEndian.u8;

import dev.triglot.engine.tensor.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * 256 elements in 16 groups of 16: {@code q * (d * scale) - dmin * min} with q in 0..3 and 4-bit
 * scales and mins.
 *
 * <pre>16 bytes: scale (low nibble) and min (high) of each group | 64 bytes of quants
 * | f16 d | f16 dmin</pre>
 *
 * Each 32 bytes of quants hold 128 elements: bits 2j and 2j + 1 of byte l are element 32j + l.
 */
public final class Q2_K extends SearchedFormat implements QuadFormat {
    public static final int SCALES = 0;
    public static final int QUANTS = 16;
    public static final int SCALE = 80;
    public static final int MIN = 82;

    private static final int GROUPS = 16;
    private static final int GROUP = 16;
    private static final long LOW_BITS = 0x0303030303030303L;

    Q2_K() {
        super(GgmlType.Q2_K);
    }

    @Override
    void dequantizeBlock(MemorySegment blocks, long at, float[] out, int outOffset) {
        float d = f16(blocks, at + SCALE);
        float dmin = f16(blocks, at + MIN);
        for (int group = 0; group < GROUPS; group++) {
            int scaleAndMin = u8(blocks, at + SCALES + group);
            float scale = d * (scaleAndMin & 0xF);
            float min = dmin * (scaleAndMin >> 4);
            long quants = at + QUANTS + TwoBitGroups.firstByte(group);
            int shift = TwoBitGroups.shift(group);
            int o = outOffset + group * GROUP;
            for (int l = 0; l < GROUP; l++) {
                out[o + l] = scale * ((u8(blocks, quants + l) >> shift) & 3) - min;
            }
        }
    }

    @Override
    Encoding newEncoding(Rounding rounding) {
        return new AffineEncoding(GROUP, 3, 15, Emphasis.SQUARE, rounding) {
            @Override
            void encode(MemorySegment blocks, long at) {
                search();
                for (int g = 0; g < GROUPS; g++) {
                    blocks.set(BYTE, at + SCALES + g, (byte) (scales[g] | (mins[g] << 4)));
                }
                TwoBitGroups.put(blocks, at + QUANTS, quants);
                putF16(blocks, at + SCALE, d);
                putF16(blocks, at + MIN, dmin);
            }
        };
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
            float dmin = f16(blocks, at + MIN);
            for (int group = 0; group < GROUPS; group++) {
                int scaleAndMin = u8(blocks, at + SCALES + group);
                int g = b * GROUPS + group;
                scales[g] = d * (scaleAndMin & 0xF);
                mins[g] = dmin * (scaleAndMin >> 4);
                long quants = at + QUANTS + TwoBitGroups.firstByte(group);
                int shift = TwoBitGroups.shift(group);
                Quads.put(quads, g * 4, (blocks.get(LONG, quants) >>> shift) & LOW_BITS, 0);
                Quads.put(quads, g * 4 + 2, (blocks.get(LONG, quants + 8) >>> shift) & LOW_BITS, 0);
            }
        }
    }
}
