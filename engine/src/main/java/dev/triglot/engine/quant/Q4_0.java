package dev.triglot.engine.quant;

import static dev.triglot.engine.quant.LittleEndian.LONG;
import static dev.triglot.engine.quant.LittleEndian.f16;
import static dev.triglot.engine.quant.LittleEndian.u8;
import static dev.triglot.engine.quant.Quads.NIBBLES;

import dev.triglot.engine.tensor.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * 32 elements {@code (q - 8) * d} with q in 0..15.
 *
 * <pre>f16 d | 16 bytes: byte j holds element j (low nibble) and j + 16 (high)</pre>
 */
public final class Q4_0 extends SymmetricFormat implements QuadFormat {
    public static final int SCALE = 0;
    public static final int QUANTS = 2;

    private static final int HALF = 16;
    private static final int ZERO = 8;

    Q4_0() {
        super(GgmlType.Q4_0, ZERO, -8.9f, -8.6f, -8.3f, -8f, -7.7f, -7.4f, -7.1f);
    }

    @Override
    void dequantizeBlock(MemorySegment blocks, long at, float[] out, int outOffset) {
        float d = f16(blocks, at + SCALE);
        for (int j = 0; j < HALF; j++) {
            int quants = u8(blocks, at + QUANTS + j);
            out[outOffset + j] = ((quants & 0xF) - ZERO) * d;
            out[outOffset + j + HALF] = ((quants >> 4) - ZERO) * d;
        }
    }

    @Override
    void putCodes(MemorySegment blocks, long at, byte[] codes) {
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
            long first = blocks.get(LONG, at + QUANTS);
            long second = blocks.get(LONG, at + QUANTS + 8);
            Quads.put(quads, b * 8, first & NIBBLES, ZERO);
            Quads.put(quads, b * 8 + 2, second & NIBBLES, ZERO);
            Quads.put(quads, b * 8 + 4, (first >>> 4) & NIBBLES, ZERO);
            Quads.put(quads, b * 8 + 6, (second >>> 4) & NIBBLES, ZERO);
        }
    }
}
