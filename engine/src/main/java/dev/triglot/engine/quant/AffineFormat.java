package dev.triglot.engine.quant;

import static dev.triglot.engine.quant.LittleEndian.f16;
import static dev.triglot.engine.quant.LittleEndian.putF16;

import dev.triglot.engine.quant.SearchedFormat.Encoding;
import dev.triglot.engine.tensor.GgmlType;
import java.lang.foreign.MemorySegment;

/** Blocks of {@code q * d + m} with q in 0..largest, and d and m in f16 first. */
abstract class AffineFormat extends EncodableFormat {
    private final int largest;

    AffineFormat(GgmlType type, int largest) {
        super(type);
        this.largest = largest;
    }

    /** Writes the codes of the block at byte {@code at}. */
    abstract void putCodes(MemorySegment blocks, long at, byte[] codes);

    @Override
    final void quantizeBlock(
            float[] x,
            int xOffset,
            Rounding rounding,
            byte[] codes,
            MemorySegment blocks,
            long at) {
        float min = rounding.min(x, xOffset, blockSize);
        float d = (rounding.max(x, xOffset, blockSize) - min) / largest;
        putScales(blocks, at, d, min);
        rounding.round(x, xOffset, blockSize, min, reciprocal(d), 0.5f, largest, codes);
        putCodes(blocks, at, codes);
    }

    private static void putScales(MemorySegment blocks, long at, float d, float min) {
        putF16(blocks, at, d);
        putF16(blocks, at + Short.BYTES, min);
    }

    @Override
    final Encoding newEncoding(Rounding rounding) {
        AffineFit fit = new AffineFit(largest, true, rounding);
        return new Encoding(blockSize, blockSize, Emphasis.SQUARE) {
            private final byte[] codes = new byte[blockSize];

            @Override
            void encode(MemorySegment blocks, long at) {
                fit.fit(x, w, 0, blockSize);
                putScales(blocks, at, fit.scale, -fit.min);
                float d = f16(blocks, at);
                float min = f16(blocks, at + Short.BYTES);
                fit.round(x, w, 0, blockSize, d, -min, codes);
                putCodes(blocks, at, codes);
            }
        };
    }
}
