package dev.triglot.engine.quant;

import dev.triglot.engine.tensor.GgmlType;
import java.lang.foreign.MemorySegment;

/** A codec whose blocks hold more than one element; subclasses say what one block means. */
abstract class BlockFormat implements BlockCodec {
    final int blockSize;
    final int blockBytes;

    BlockFormat(GgmlType type) {
        this.blockSize = type.blockSize();
        this.blockBytes = type.blockBytes();
    }

    @Override
    public final void dequantize(
            MemorySegment blocks, long from, float[] out, int outOffset, int n) {
        long at = from / blockSize * blockBytes;
        for (int i = 0; i < n; i += blockSize, at += blockBytes) {
            dequantizeBlock(blocks, at, out, outOffset + i);
        }
    }

    /** Values of the one block that begins at byte {@code at}. */
    abstract void dequantizeBlock(MemorySegment blocks, long at, float[] out, int outOffset);
}
