package dev.triglot.engine.quant;

import static dev.triglot.engine.quant.LittleEndian.INT;
import static dev.triglot.engine.quant.LittleEndian.SHORT;
import static dev.triglot.engine.quant.LittleEndian.f16;
import static dev.triglot.engine.quant.LittleEndian.putF16;
import static dev.triglot.engine.quant.LittleEndian.u16;
import static dev.triglot.engine.quant.LittleEndian.u8;

import dev.triglot.engine.tensor.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * 256 elements in 8 groups of 32: {@code level(q) * (d * (scale - 32))} with q in 0..15, see {@link
 * NonLinear4}, and 6-bit scales.
 *
 * <pre>f16 d | u16: bits 2g and 2g + 1 are the high bits of scale g
 * | 4 bytes: the low four bits of scale g in nibble g
 * | 128 bytes: byte j of a group's 16 holds element j (low nibble) and j + 16 (high)</pre>
 */
public final class IQ4_XS extends SearchedFormat implements QuadFormat {
    public static final int SCALE = 0;
    public static final int SCALES_HIGH = 2;
    public static final int SCALES_LOW = 4;
    public static final int QUANTS = 8;

    private static final int GROUPS = 8;
    private static final int HALF = 16;

    IQ4_XS() {
        super(GgmlType.IQ4_XS);
    }

    @Override
    void dequantizeBlock(MemorySegment blocks, long at, float[] out, int outOffset) {
        float d = f16(blocks, at + SCALE);
        for (int group = 0; group < GROUPS; group++) {
            float scale = d * scale(blocks, at, group);
            long quantsAt = at + QUANTS + (long) group * HALF;
            int o = outOffset + group * 2 * HALF;
            for (int j = 0; j < HALF; j++) {
                int quants = u8(blocks, quantsAt + j);
                out[o + j] = scale * NonLinear4.level(quants & 0xF);
                out[o + j + HALF] = scale * NonLinear4.level(quants >> 4);
            }
        }
    }

    /**
     * The signed scale of a group 0..7, -32..31.
     *
     * @param at offset of the block
     */
    public static int scale(MemorySegment blocks, long at, int group) {
        int low = (u8(blocks, at + SCALES_LOW + group / 2) >> (group % 2 * 4)) & 0xF;
        int high = (u16(blocks, at + SCALES_HIGH) >> (group * 2)) & 3;
        return (low | (high << 4)) - 32;
    }

    @Override
    Encoding newEncoding(Rounding rounding) {
        return new SignedEncoding(2 * HALF, 32, new LevelFit(), Emphasis.SQUARE) {
            @Override
            void encode(MemorySegment blocks, long at) {
                search();
                int high = 0;
                int low = 0;
                for (int g = 0; g < GROUPS; g++) {
                    high |= (scales[g] + 32) >> 4 << (2 * g);
                    low |= ((scales[g] + 32) & 0xF) << (4 * g);
                    HalfNibbles.put(blocks, at + QUANTS + (long) g * HALF, codes, 2 * g * HALF);
                }
                putF16(blocks, at + SCALE, d);
                blocks.set(SHORT, at + SCALES_HIGH, (short) high);
                blocks.set(INT, at + SCALES_LOW, low);
            }
        };
    }

    @Override
    public Groups groups() {
        return Groups.OF_32_BYTES;
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
                scales[g] = d * scale(blocks, at, group);
                NonLinear4.putLevels(blocks, at + QUANTS + (long) group * HALF, quads, g * 16);
            }
        }
    }
}
