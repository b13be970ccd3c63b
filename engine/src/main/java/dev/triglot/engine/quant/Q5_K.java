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
 * 256 elements in 8 groups of 32: {@code q * (d * scale) - dmin * min} with q in 0..31.
 *
 * <pre>f16 d | f16 dmin | 12 bytes of scales and mins, see {@link SixBitScales}
 * | 32 bytes: bit g of byte l is the fifth bit of element l of group g
 * | 128 bytes of four low bits, as in Q4_K</pre>
 */
public final class Q5_K extends SearchedFormat implements QuadFormat {
    public static final int SCALE = 0;
    public static final int MIN = 2;
    public static final int SCALES = 4;
    public static final int HIGH_BITS = 16;
    public static final int QUANTS = 48;

    private static final int GROUPS = 8;
    private static final int GROUP = 32;
    private static final long HIGH_BIT = 0x0101010101010101L;

    Q5_K() {
        super(GgmlType.Q5_K);
    }

    @Override
    void dequantizeBlock(MemorySegment blocks, long at, float[] out, int outOffset) {
        float d = f16(blocks, at + SCALE);
        float dmin = f16(blocks, at + MIN);
        for (int group = 0; group < GROUPS; group++) {
            float scale = d * SixBitScales.scale(blocks, at + SCALES, group);
            float min = dmin * SixBitScales.min(blocks, at + SCALES, group);
            long quants = at + QUANTS + (long) group / 2 * GROUP;
            int shift = group % 2 * 4;
            int o = outOffset + group * GROUP;
            for (int l = 0; l < GROUP; l++) {
                int low = (u8(blocks, quants + l) >> shift) & 0xF;
                int high = (u8(blocks, at + HIGH_BITS + l) >> group) & 1;
                out[o + l] = scale * (low | (high << 4)) - min;
            }
        }
    }

    @Override
    Encoding newEncoding(Rounding rounding) {
        return new AffineEncoding(GROUP, 31, 63, Emphasis.MAGNITUDE, rounding) {
            @Override
            void encode(MemorySegment blocks, long at) {
                search();
                putF16(blocks, at + SCALE, d);
                putF16(blocks, at + MIN, dmin);
                SixBitScales.put(blocks, at + SCALES, scales, mins);
                for (int l = 0; l < GROUP; l++) {
                    int high = 0;
                    for (int g = 0; g < GROUPS; g++) {
                        high |= (quants[g * GROUP + l] >> 4) << g;
                    }
                    blocks.set(BYTE, at + HIGH_BITS + l, (byte) high);
                }
                for (int pair = 0; pair < GROUPS / 2; pair++) {
                    int first = pair * 2 * GROUP;
                    for (int l = 0; l < GROUP; l++) {
                        int low = quants[first + l] & 0xF;
                        int both = low | (quants[first + GROUP + l] << 4);
                        blocks.set(BYTE, at + QUANTS + (long) pair * GROUP + l, (byte) both);
                    }
                }
            }
        };
    }

    @Override
    public Groups groups() {
        return Groups.OF_32;
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
                int g = b * GROUPS + group;
                scales[g] = d * SixBitScales.scale(blocks, at + SCALES, group);
                float min = dmin * SixBitScales.min(blocks, at + SCALES, group);
                mins[g] = min - 16 * scales[g]; // quads hold q - 16
                long quants = at + QUANTS + (long) group / 2 * GROUP;
                int shift = group % 2 * 4;
                for (int i = 0; i < 4; i++) {
                    long low = (blocks.get(LONG, quants + i * 8L) >>> shift) & NIBBLES;
                    long high = (blocks.get(LONG, at + HIGH_BITS + i * 8L) >>> group) & HIGH_BIT;
                    Quads.put(quads, g * 8 + i * 2, low | (high << 4), 16);
                }
            }
        }
    }
}
