package dev.triglot.engine.quant;

import static dev.triglot.engine.quant.LittleEndian.SHORT;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** IEEE half precision. */
public final class F16 implements BlockCodec, BlockEncoder {
    F16() {}

    @Override
    public void dequantize(MemorySegment blocks, long from, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            out[outOffset + i] = Float.float16ToFloat(blocks.get(SHORT, (from + i) * Short.BYTES));
        }
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
        for (int i = 0; i < n; i++) {
            blocks.set(SHORT, (from + i) * Short.BYTES, Float.floatToFloat16(x[xOffset + i]));
        }
    }
}
