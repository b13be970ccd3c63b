package dev.triglot.engine.quant;

import static dev.triglot.engine.quant.LittleEndian.u8;

import java.lang.foreign.MemorySegment;

/**
 * The eight scales and eight mins of 6 bits that Q4_K and Q5_K pack into 12 bytes.
 *
 * <p>Bytes 0-3 hold scales 0-3 and bytes 4-7 mins 0-3 in their low six bits; bytes 8-11 hold the
 * low nibbles of scales 4-7 (low) and mins 4-7 (high), whose high two bits are atop bytes 0-3 and
 * 4-7.
 */
public final class SixBitScales {
    private SixBitScales() {}

    /** Scale of group 0..7, 0..63. */
    public static int scale(MemorySegment blocks, long scales, int group) {
        if (group < 4) {
            return u8(blocks, scales + group) & 0x3F;
        }
        return (u8(blocks, scales + group + 4) & 0xF) | (u8(blocks, scales + group - 4) >> 6 << 4);
    }

    /** Min of group 0..7, 0..63. */
    public static int min(MemorySegment blocks, long scales, int group) {
        if (group < 4) {
            return u8(blocks, scales + group + 4) & 0x3F;
        }
        return (u8(blocks, scales + group + 4) >> 4) | (u8(blocks, scales + group) >> 6 << 4);
    }
}
