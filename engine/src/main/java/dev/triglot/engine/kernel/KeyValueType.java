package dev.triglot.engine.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * How the keys and values of one head are stored: in blocks of {@link #POSITIONS} positions,
 * little-endian.
 *
 * <p>A score is a sum over the elements of a key. So that kernels compute many scores side by side,
 * without sums over lanes, a block of keys is [keyLength][POSITIONS]. What attention gives is a sum
 * over positions, so a block of values is [POSITIONS][valueLength].
 *
 * <p>Where an element has one byte, {@link #GROUP} elements of a position share a scale in f16 (the
 * last group may have fewer). Scales stand behind the elements of a block, [groups][POSITIONS] and
 * [POSITIONS][groups].
 */
public enum KeyValueType {
    F32(Float.BYTES, false),
    F16(Short.BYTES, false),
    Q8_0(Byte.BYTES, true);

    /** Positions of a block. */
    public static final int POSITIONS = 64;

    /** Elements that share a scale. */
    public static final int GROUP = 32;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final ValueLayout.OfFloat SINGLE =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ORDER);
    private static final ValueLayout.OfShort HALF =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ORDER);

    private final int elementBytes;
    private final boolean scaled;

    KeyValueType(int elementBytes, boolean scaled) {
        this.elementBytes = elementBytes;
        this.scaled = scaled;
    }

    public int elementBytes() {
        return elementBytes;
    }

    /** Scales of one position. */
    public int groups(int width) {
        return scaled ? (width + GROUP - 1) / GROUP : 0;
    }

    /** Bytes of a block of heads of this width. */
    public int blockBytes(int width) {
        return POSITIONS * (width * elementBytes + groups(width) * Short.BYTES);
    }

    /** Bytes of the blocks that the first positions are in. */
    public long bytes(int positions, int width) {
        return ((long) positions + POSITIONS - 1) / POSITIONS * blockBytes(width);
    }

    /** Stores x[from, from + width) as a position's key. */
    public void storeKey(MemorySegment keys, int position, int width, float[] x, int from) {
        int column = position % POSITIONS;
        store(keys, block(position, width), column, POSITIONS, column, width, x, from);
    }

    /** Stores x[from, from + width) as a position's value. */
    public void storeValue(MemorySegment values, int position, int width, float[] x, int from) {
        int row = position % POSITIONS;
        int scale = row * groups(width);
        store(values, block(position, width), row * width, 1, scale, width, x, from);
    }

    /** Reads a position's key. */
    public void readKey(MemorySegment keys, int position, int width, float[] out) {
        int column = position % POSITIONS;
        read(keys, block(position, width), column, POSITIONS, column, width, out);
    }

    /** Reads a position's value. */
    public void readValue(MemorySegment values, int position, int width, float[] out) {
        int row = position % POSITIONS;
        read(values, block(position, width), row * width, 1, row * groups(width), width, out);
    }

    private long block(int position, int width) {
        return (long) (position / POSITIONS) * blockBytes(width);
    }

    /**
     * Stores elements at {@code first}, {@code first + stride} and so on of a block, and their
     * scales likewise.
     */
    private void store(
            MemorySegment to,
            long block,
            int first,
            int stride,
            int firstScale,
            int width,
            float[] x,
            int from) {
        switch (this) {
            case F32 -> {
                for (int i = 0; i < width; i++) {
                    to.set(SINGLE, block + 4L * (first + i * stride), x[from + i]);
                }
            }
            case F16 -> {
                for (int i = 0; i < width; i++) {
                    short half = Float.floatToFloat16(x[from + i]);
                    to.set(HALF, block + 2L * (first + i * stride), half);
                }
            }
            case Q8_0 -> {
                for (int g = 0; g < groups(width); g++) {
                    int at = g * GROUP;
                    int n = Math.min(GROUP, width - at);
                    short half = Float.floatToFloat16(scale(x, from + at, n));
                    to.set(HALF, scaleAt(block, firstScale + g * stride, width), half);
                    float scale = Float.float16ToFloat(half);
                    float inverse = scale == 0 ? 0 : 1 / scale;
                    for (int i = at; i < at + n; i++) {
                        int code = Math.round(x[from + i] * inverse);
                        byte clamped = (byte) Math.clamp(code, -Byte.MAX_VALUE, Byte.MAX_VALUE);
                        to.set(ValueLayout.JAVA_BYTE, block + (first + i * stride), clamped);
                    }
                }
            }
        }
    }

    private void read(
            MemorySegment from,
            long block,
            int first,
            int stride,
            int firstScale,
            int width,
            float[] out) {
        for (int i = 0; i < width; i++) {
            int index = first + i * stride;
            out[i] =
                    switch (this) {
                        case F32 -> from.get(SINGLE, block + 4L * index);
                        case F16 -> Float.float16ToFloat(from.get(HALF, block + 2L * index));
                        case Q8_0 -> {
                            int scale = firstScale + i / GROUP * stride;
                            short half = from.get(HALF, scaleAt(block, scale, width));
                            yield from.get(ValueLayout.JAVA_BYTE, block + index)
                                    * Float.float16ToFloat(half);
                        }
                    };
        }
    }

    private static long scaleAt(long block, int scale, int width) {
        return block + (long) width * POSITIONS + 2L * scale;
    }

    /** Gives the largest magnitude the code 127; NaN where an element is. */
    private static float scale(float[] x, int from, int n) {
        float largest = 0;
        for (int i = from; i < from + n; i++) {
            largest = Math.max(largest, Math.abs(x[i]));
        }
        return largest / Byte.MAX_VALUE;
    }
}
