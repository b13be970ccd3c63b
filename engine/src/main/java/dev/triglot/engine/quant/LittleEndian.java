package dev.triglot.engine.quant;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads and writes of block fields: little-endian, at any alignment. */
final class LittleEndian {
    static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);
    static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(LITTLE_ENDIAN);

    private LittleEndian() {}

    /** The unsigned byte at this offset. */
    static int u8(MemorySegment blocks, long offset) {
        return blocks.get(BYTE, offset) & 0xFF;
    }

    /** The unsigned 16-bit integer at this offset. */
    static int u16(MemorySegment blocks, long offset) {
        return blocks.get(SHORT, offset) & 0xFFFF;
    }

    /** The IEEE half-precision number at this offset. */
    static float f16(MemorySegment blocks, long offset) {
        return Float.float16ToFloat(blocks.get(SHORT, offset));
    }

    static void putF16(MemorySegment blocks, long offset, float value) {
        blocks.set(SHORT, offset, Float.floatToFloat16(value));
    }
}
