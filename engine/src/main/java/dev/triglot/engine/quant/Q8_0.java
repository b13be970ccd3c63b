package dev.triglot.engine.quant;

import static dev.triglot.engine.quant.LittleEndian.BYTE;
import static dev.triglot.engine.quant.LittleEndian.LONG;
import static dev.triglot.engine.quant.LittleEndian.f16;
import static dev.triglot.engine.quant.LittleEndian.putF16;

import dev.triglot.engine.tensor.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * 32 elements {@code q * d} with q in -127..127.
 *
 * <pre>f16 d | 32 signed bytes</pre>
 */
public final class Q8_0 extends EncodableFormat implements QuadFormat {
    public static final int SCALE = 0;
    public static final int QUANTS = 2;

    private static final int SIZE = 32;

    /** Flipping them adds 128 to each byte. */
    private static final long SIGNS = 0x8080808080808080L;

    Q8_0() {
        super(GgmlType.Q8_0);
    }

    @Override
    void dequantizeBlock(MemorySegment blocks, long at, float[] out, int outOffset) {
        float d = f16(blocks, at + SCALE);
        for (int j = 0; j < SIZE; j++) {
            out[outOffset + j] = blocks.get(BYTE, at + QUANTS + j) * d;
        }
    }

    @Override
    void quantizeBlock(
            float[] x,
            int xOffset,
            Rounding rounding,
            byte[] codes,
            MemorySegment blocks,
            long at) {
        float d = Math.abs(rounding.ofLargestMagnitude(x, xOffset, SIZE)) / Byte.MAX_VALUE;
        float inverse = reciprocal(d);
        putF16(blocks, at + SCALE, d);
        for (int j = 0; j < SIZE; j++) {
            float scaled = x[xOffset + j] * inverse;
            int magnitude = (int) (Math.abs(scaled) + 0.5f); // halves go away from zero
            blocks.set(BYTE, at + QUANTS + j, (byte) (scaled < 0 ? -magnitude : magnitude));
        }
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
            scales[b] = f16(blocks, at + SCALE);
            unpackQuants(blocks, at + QUANTS, quads, b);
        }
    }

    /** Writes the 16 quads of block {@code b}, whose bytes begin at {@code at}. */
    static void unpackQuants(MemorySegment blocks, long at, long[] quads, int b) {
        for (int i = 0; i < 4; i++) {
            long q = blocks.get(LONG, at + i * 8L) ^ SIGNS;
            Quads.putBytes(quads, b * 16 + i * 2, q);
        }
    }
}
