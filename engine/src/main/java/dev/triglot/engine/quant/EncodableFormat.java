package dev.triglot.engine.quant;

import dev.triglot.engine.tensor.GgmlType;
import java.lang.foreign.MemorySegment;

/** A block format that floats can be rounded to. */
abstract class EncodableFormat extends BlockFormat implements BlockEncoder {
    EncodableFormat(GgmlType type) {
        super(type);
    }

    @Override
    public final void quantize(float[] x, int xOffset, MemorySegment blocks, long from, int n) {
        long at = from / blockSize * blockBytes;
        for (int i = 0; i < n; i += blockSize, at += blockBytes) {
            quantizeBlock(x, xOffset + i, blocks, at);
        }
    }

    /** Writes the one block that begins at byte {@code at}. */
    abstract void quantizeBlock(float[] x, int xOffset, MemorySegment blocks, long at);

    /** The reciprocal that quants are scaled by; a block of zeros has scale 0. */
    static float reciprocal(float scale) {
        return scale == 0 ? 0 : 1 / scale;
    }
}
