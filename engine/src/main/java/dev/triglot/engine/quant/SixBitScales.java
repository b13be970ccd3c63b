package dev.triglot.engine.quant;

import static dev.triglot.engine.quant.LittleEndian.BYTE;
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

    /** Writes eight scales and eight mins, each 0..63. */
    static void put(MemorySegment blocks, long at, int[] scales, int[] mins) {
        for (int g = 0; g < 4; g++) {
            int scale = scales[g] | (scales[g + 4] >> 4 << 6);
            int min = mins[g] | (mins[g + 4] >> 4 << 6);
            int low = (scales[g + 4] & 0xF) | ((mins[g + 4] & 0xF) << 4);
            blocks.set(BYTE, at + g, (byte) scale);
            blocks.set(BYTE, at + 4 + g, (byte) min);
            blocks.set(BYTE, at + 8 + g, (byte) low);
        }
    }

    /** Min of group 0..7, 0..63. */
    public static int min(MemorySegment blocks, long scales, int group) {
        if (group < 4) {
            return u8(blocks, scales + group + 4) & 0x3F;
        }
        return (u8(blocks, scales + group + 4) >> 4) | (u8(blocks, scales + group) >> 6 << 4);
    }
}
