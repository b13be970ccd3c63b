package dev.triglot.engine.quant;

import static dev.triglot.engine.quant.LittleEndian.INT;
import static dev.triglot.engine.quant.LittleEndian.LONG;
import static dev.triglot.engine.quant.LittleEndian.f16;
import static dev.triglot.engine.quant.LittleEndian.u8;
import static dev.triglot.engine.quant.Quads.NIBBLES;

import dev.triglot.engine.tensor.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * 32 elements {@code (q - 16) * d} with q in 0..31.
 *
 * <pre>f16 d | u32: bit i is the fifth bit of element i
 * | 16 bytes: byte j holds four bits of element j (low nibble) and j + 16 (high)</pre>
 */
public final class Q5_0 extends SymmetricFormat implements QuadFormat {
    public static final int SCALE = 0;
    public static final int HIGH_BITS = 2;
    public static final int QUANTS = 6;

    private static final int HALF = 16;
    private static final int ZERO = 16;

    Q5_0() {
        super(GgmlType.Q5_0, ZERO, -16.8f, -16.5f, -16.2f, -15.9f, -15.6f, -15.3f, -15f);
    }

    @Override
    void dequantizeBlock(MemorySegment blocks, long at, float[] out, int outOffset) {
        float d = f16(blocks, at + SCALE);
        int highBits = blocks.get(INT, at + HIGH_BITS);
        for (int j = 0; j < HALF; j++) {
            int quants = u8(blocks, at + QUANTS + j);
            int low = (quants & 0xF) | (((highBits >>> j) & 1) << 4);
            int high = (quants >> 4) | (((highBits >>> (j + HALF)) & 1) << 4);
            out[outOffset + j] = (low - ZERO) * d;
            out[outOffset + j + HALF] = (high - ZERO) * d;
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
            scales[b] = f16(blocks, at + SCALE);
            mins[b] = 0;
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
