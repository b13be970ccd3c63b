package dev.triglot.engine.quant;

import static dev.triglot.engine.quant.LittleEndian.BYTE;
import static dev.triglot.engine.quant.LittleEndian.FLOAT;

import dev.triglot.engine.tensor.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * {@link Q8_0} of ggml's quantization versions 0 and 1, with scales that are not rounded to f16.
 *
 * <pre>f32 d | 32 signed bytes</pre>
 */
public final class Q8_0_V0 extends BlockFormat implements QuadFormat {
    public static final int SCALE = 0;
    public static final int QUANTS = 4;

    Q8_0_V0() {
        super(GgmlType.Q8_0_V0);
    }

    @Override
    void dequantizeBlock(MemorySegment blocks, long at, float[] out, int outOffset) {
        float d = blocks.get(FLOAT, at + SCALE);
        for (int j = 0; j < blockSize; j++) {
            out[outOffset + j] = blocks.get(BYTE, at + QUANTS + j) * d;
        }
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
            scales[b] = blocks.get(FLOAT, at + SCALE);
            Q8_0.unpackQuants(blocks, at + QUANTS, quads, b);
        }
    }
}
