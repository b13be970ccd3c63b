package dev.triglot.engine.quant;

import static dev.triglot.engine.quant.LittleEndian.FLOAT;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** IEEE single precision. */
public final class F32 implements BlockCodec, BlockEncoder {
    F32() {}

    @Override
    public void dequantize(MemorySegment blocks, long from, float[] out, int outOffset, int n) {
        MemorySegment.copy(blocks, FLOAT, from * Float.BYTES, out, outOffset, n);
    }

    @Override
    public void quantize(
            float[] x,
            float @Nullable [] importance,
            Rounding rounding,
            int xOffset,
            MemorySegment blocks,
            long from,
            int n) {
        MemorySegment.copy(x, xOffset, blocks, FLOAT, from * Float.BYTES, n);
    }
}
