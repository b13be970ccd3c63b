package dev.triglot.engine.quant;

import static dev.triglot.engine.quant.LittleEndian.SHORT;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Floats of 16 bits. Arrays are where C2 makes vectors of their conversions. */
public abstract class SixteenBits implements BlockCodec, BlockEncoder {
    /** Elements at a time: they stay in the first-level cache. */
    private static final int CHUNK = 1024;

    SixteenBits() {}

    /** Converts one element. */
    abstract float widen(short element);

    /** Converts the first n elements to floats, faster than {@link #dequantize}. */
    public abstract void widen(short[] from, float[] to, int toOffset, int n);

    /** Rounds n floats to the nearest, ties to even. */
    abstract void narrow(float[] from, int fromOffset, short[] to, int n, Rounding rounding);

    /** Does without an array: products call it, and they must not allocate. */
    @Override
    public final void dequantize(
            MemorySegment blocks, long from, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            out[outOffset + i] = widen(blocks.get(SHORT, (from + i) * Short.BYTES));
        }
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
        short[] chunk = new short[Math.min(n, CHUNK)];
        for (int i = 0; i < n; i += CHUNK) {
            int length = Math.min(CHUNK, n - i);
            narrow(x, xOffset + i, chunk, length, rounding);
            MemorySegment.copy(chunk, 0, blocks, SHORT, (from + i) * Short.BYTES, length);
        }
    }
}
