package dev.triglot.engine.quant;

import dev.triglot.engine.quant.SearchedFormat.Encoding;
import dev.triglot.engine.tensor.GgmlType;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A block format that floats are rounded to by a rule; where importances are known, by a search.
 */
abstract class EncodableFormat extends BlockFormat implements BlockEncoder {
    EncodableFormat(GgmlType type) {
        super(type);
    }

    @Override
    public final void quantize(
            float[] x,
            float @Nullable [] importance,
            Rounding rounding,
            int xOffset,
            MemorySegment blocks,
            long from,
            int n) {
        long at = from / blockSize * blockBytes;
        Encoding encoding = importance == null ? null : newEncoding(rounding);
        if (encoding != null) {
            encoding.encode(x, importance, xOffset, blocks, at, n, blockBytes);
            return;
        }
        byte[] codes = new byte[blockSize];
        for (int i = 0; i < n; i += blockSize, at += blockBytes) {
            quantizeBlock(x, xOffset + i, rounding, codes, blocks, at);
        }
    }

    /** The search where importances are known; null where there is nothing to choose. */
    @Nullable Encoding newEncoding(Rounding rounding) {
        return null;
    }

    /**
     * Writes the one block that begins at byte {@code at}.
     *
     * @param codes room for those of the block
     */
    abstract void quantizeBlock(
            float[] x, int xOffset, Rounding rounding, byte[] codes, MemorySegment blocks, long at);

    /** The reciprocal that quants are scaled by; a block of zeros has scale 0. */
    static float reciprocal(float scale) {
        return scale == 0 ? 0 : 1 / scale;
    }
}
