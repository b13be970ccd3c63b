package dev.triglot.engine.quant;

import static dev.triglot.engine.quant.LittleEndian.INT;
import static dev.triglot.engine.quant.LittleEndian.LONG;
import static dev.triglot.engine.quant.LittleEndian.f16;
import static dev.triglot.engine.quant.LittleEndian.u8;
import static dev.triglot.engine.quant.Quads.NIBBLES;

import dev.triglot.engine.tensor.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * 32 elements {@code q * d + m} with q in 0..31.
 *
 * <pre>f16 d | f16 m | u32: bit i is the fifth bit of element i
 * | 16 bytes: byte j holds four bits of element j (low nibble) and j + 16 (high)</pre>
 */
public final class Q5_1 extends AffineFormat implements QuadFormat {
    public static final int SCALE = 0;
    public static final int MIN = 2;
    public static final int HIGH_BITS = 4;
    public static final int QUANTS = 8;

    private static final int HALF = 16;
    private static final int LARGEST = 31;

    Q5_1() {
        super(GgmlType.Q5_1, LARGEST);
    }

    @Override
    void dequantizeBlock(MemorySegment blocks, long at, float[] out, int outOffset) {
        float d = f16(blocks, at + SCALE);
        float m = f16(blocks, at + MIN);
        int highBits = blocks.get(INT, at + HIGH_BITS);
        for (int j = 0; j < HALF; j++) {
            int quants = u8(blocks, at + QUANTS + j);
            int low = (quants & 0xF) | (((highBits >>> j) & 1) << 4);
            int high = (quants >> 4) | (((highBits >>> (j + HALF)) & 1) << 4);
            out[outOffset + j] = low * d + m;
            out[outOffset + j + HALF] = high * d + m;
        }
    }

    @Override
    void putCodes(MemorySegment blocks, long at, byte[] codes) {
        HalfNibbles.putFifthBits(blocks, at + HIGH_BITS, codes);
        HalfNibbles.put(blocks, at + QUANTS, codes, 0);
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
            scales[b] = d;
            mins[b] = -f16(blocks, at + MIN) - 16 * d; // quads hold q - 16
            int highBits = blocks.get(INT, at + HIGH_BITS);
            long first = blocks.get(LONG, at + QUANTS);
            long second = blocks.get(LONG, at + QUANTS + 8);
            putEight(quads, b * 8, first, highBits);
            putEight(quads, b * 8 + 2, second, highBits >>> 8);
            putEight(quads, b * 8 + 4, first >>> 4, highBits >>> 16);
            putEight(quads, b * 8 + 6, second >>> 4, highBits >>> 24);
        }
    }

    private static void putEight(long[] quads, int offset, long low, int highBits) {
        long high = Quads.spreadBits(highBits & 0xFF) << 4;
        Quads.put(quads, offset, (low & NIBBLES) | high, 16);
    }
}
