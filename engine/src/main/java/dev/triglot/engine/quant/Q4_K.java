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
 * 256 elements in 8 groups of 32: {@code q * (d * scale) - dmin * min} with q in 0..15.
 *
 * <pre>f16 d | f16 dmin | 12 bytes of scales and mins, see {@link SixBitScales} | 128 bytes</pre>
 *
 * Each 32 bytes of quants hold two groups: the first in the low nibbles, the second in the high.
 */
public final class Q4_K extends SearchedFormat implements QuadFormat {
    public static final int SCALE = 0;
    public static final int MIN = 2;
    public static final int SCALES = 4;
    public static final int QUANTS = 16;

    private static final int GROUPS = 8;
    private static final int GROUP = 32;

    Q4_K() {
        super(GgmlType.Q4_K);
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
                out[o + l] = scale * ((u8(blocks, quants + l) >> shift) & 0xF) - min;
            }
        }
    }

    @Override
    Encoding newEncoding(Rounding rounding) {
        return new AffineEncoding(GROUP, 15, 63, Emphasis.MAGNITUDE, rounding) {
            @Override
            void encode(MemorySegment blocks, long at) {
                search();
                putF16(blocks, at + SCALE, d);
                putF16(blocks, at + MIN, dmin);
                SixBitScales.put(blocks, at + SCALES, scales, mins);
                for (int pair = 0; pair < GROUPS / 2; pair++) {
                    int first = pair * 2 * GROUP;
                    for (int l = 0; l < GROUP; l++) {
                        int both = quants[first + l] | (quants[first + GROUP + l] << 4);
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
                mins[g] = dmin * SixBitScales.min(blocks, at + SCALES, group);
                long quants = at + QUANTS + (long) group / 2 * GROUP;
                int shift = group % 2 * 4;
                for (int i = 0; i < 4; i++) {
                    long q = (blocks.get(LONG, quants + i * 8L) >>> shift) & NIBBLES;
                    Quads.put(quads, g * 8 + i * 2, q, 0);
                }
            }
        }
    }
}
