package dev.triglot.engine.quant;

import static dev.triglot.engine.quant.LittleEndian.SHORT;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** The upper half of an IEEE single: 8 bits of exponent, 7 of fraction. */
public final class BF16 implements BlockCodec, BlockEncoder {
    BF16() {}

    @Override
    public void dequantize(MemorySegment blocks, long from, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            out[outOffset + i] =
                    Float.intBitsToFloat(blocks.get(SHORT, (from + i) * Short.BYTES) << Short.SIZE);
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
            int bits = Float.floatToIntBits(x[xOffset + i]);
            int half = 0x7FFF + ((bits >>> Short.SIZE) & 1); // ties go to the even neighbour
            blocks.set(SHORT, (from + i) * Short.BYTES, (short) ((bits + half) >>> Short.SIZE));
        }
    }
}
