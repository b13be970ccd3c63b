package dev.triglot.engine.convert;

import dev.triglot.engine.tensor.GgmlType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of files from before GGUF that hold the same numbers in another order of nibbles. The
 * others have single-precision scales, or scales of 16 elements, which no block of GGUF can hold.
 */
final class LegacyBlocks {
    private static final int NIBBLE_BYTES = 16;

    private LegacyBlocks() {}

    /** The type of GGUF with the same numbers, or null. */
    static @Nullable GgmlType successor(GgmlType type) {
        return switch (type) {
            case Q5_0_V0 -> GgmlType.Q5_0;
            case Q5_1_V0 -> GgmlType.Q5_1;
            default -> null;
        };
    }

    /**
     * Scales and fifth bits stay; byte j had elements 2j and 2j + 1, and gets j and j + 16.
     *
     * @param row of a type that has a successor
     */
    static MemorySegment rearrange(GgmlType type, MemorySegment row) {
        byte[] from = row.toArray(ValueLayout.JAVA_BYTE);
        byte[] to = from.clone();
        int nibbles = type.blockBytes() - NIBBLE_BYTES;
        for (int block = nibbles; block < from.length; block += type.blockBytes()) {
            for (int j = 0; j < NIBBLE_BYTES; j++) {
                int low = nibble(from, block, j);
                int high = nibble(from, block, j + NIBBLE_BYTES);
                to[block + j] = (byte) (low | high << 4);
            }
        }
        return MemorySegment.ofArray(to);
    }

    private static int nibble(byte[] bytes, int block, int element) {
        return bytes[block + element / 2] >> (element % 2 * 4) & 0xF;
    }
}
