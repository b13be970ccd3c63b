package dev.triglot.engine.quant;

import static dev.triglot.engine.quant.LittleEndian.f16;
import static dev.triglot.engine.quant.LittleEndian.putF16;
import static dev.triglot.engine.quant.LittleEndian.u8;

import dev.triglot.engine.tensor.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * 32 elements {@code level(q) * d} with q in 0..15, see {@link NonLinear4}.
 *
 * <pre>f16 d | 16 bytes: byte j holds element j (low nibble) and j + 16 (high)</pre>
 */
public final class IQ4_NL extends SearchedFormat implements QuadFormat {
    public static final int SCALE = 0;
    public static final int QUANTS = 2;

    private static final int HALF = 16;

    IQ4_NL() {
        super(GgmlType.IQ4_NL);
    }

    @Override
    void dequantizeBlock(MemorySegment blocks, long at, float[] out, int outOffset) {
        float d = f16(blocks, at + SCALE);
        for (int j = 0; j < HALF; j++) {
            int quants = u8(blocks, at + QUANTS + j);
            out[outOffset + j] = d * NonLinear4.level(quants & 0xF);
            out[outOffset + j + HALF] = d * NonLinear4.level(quants >> 4);
        }
    }

    @Override
    Encoding newEncoding(Rounding rounding) {
        return new Encoding(2 * HALF, 2 * HALF, Emphasis.SQUARE) {
            private final LevelFit fit = new LevelFit();
            private final byte[] codes = new byte[2 * HALF];

            @Override
            void encode(MemorySegment blocks, long at) {
                fit.fit(x, w, 0, x.length);
                putF16(blocks, at + SCALE, fit.scale);
                float scale = f16(blocks, at + SCALE);
                fit.round(x, w, 0, x.length, scale, EncodableFormat.reciprocal(scale), codes);
                HalfNibbles.put(blocks, at + QUANTS, codes, 0);
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
            scales[b] = f16(blocks, at + SCALE);
            NonLinear4.putLevels(blocks, at + QUANTS, quads, b * 16);
        }
    }
}
