package dev.triglot.engine.quant;

import static dev.triglot.engine.quant.LittleEndian.f16;
import static dev.triglot.engine.quant.LittleEndian.putF16;

import dev.triglot.engine.quant.SearchedFormat.Encoding;
import dev.triglot.engine.tensor.GgmlType;
import java.lang.foreign.MemorySegment;

/** Blocks of {@code (q - zero) * d} with q in 0..2 zero - 1, and d in f16 first. */
abstract class SymmetricFormat extends EncodableFormat {
    private final int zero;
    private final float[] extremes;

    /**
     * @param extremes what the element of largest magnitude is tried as, in steps of d
     */
    SymmetricFormat(GgmlType type, int zero, float... extremes) {
        super(type);
        this.zero = zero;
        this.extremes = extremes;
    }

    /** Writes the codes of the block at byte {@code at}. */
    abstract void putCodes(MemorySegment blocks, long at, byte[] codes);

    /** The element of largest magnitude becomes q = 0, the longer end of the range. */
    @Override
    final void quantizeBlock(
            float[] x,
            int xOffset,
            Rounding rounding,
            byte[] codes,
            MemorySegment blocks,
            long at) {
        float d = rounding.ofLargestMagnitude(x, xOffset, blockSize) / -zero;
        putF16(blocks, at, d);
        rounding.round(x, xOffset, blockSize, 0, reciprocal(d), zero + 0.5f, 2 * zero - 1, codes);
        putCodes(blocks, at, codes);
    }

    @Override
    final Encoding newEncoding(Rounding rounding) {
        SignedFit fit = new UniformFit(zero, rounding, extremes);
        return new Encoding(blockSize, blockSize, Emphasis.SQUARE) {
            private final byte[] codes = new byte[blockSize];

            @Override
            void encode(MemorySegment blocks, long at) {
                fit.fit(x, w, 0, blockSize);
                putF16(blocks, at, fit.scale);
                float d = f16(blocks, at);
                fit.round(x, w, 0, blockSize, d, reciprocal(d), codes);
                putCodes(blocks, at, codes);
            }
        };
    }
}
