package dev.triglot.engine.quant;

import static dev.triglot.engine.quant.LittleEndian.BYTE;
import static dev.triglot.engine.quant.LittleEndian.INT;

import java.lang.foreign.MemorySegment;

/**
 * Where formats with blocks of 32 keep their codes: byte j of 16 holds four bits of element j (low
 * nibble) and j + 16 (high), and a fifth bit is bit i of an int.
 */
final class HalfNibbles {
    private HalfNibbles() {}

    /** Writes 32 codes 0..15 as 16 bytes. */
    static void put(MemorySegment blocks, long at, byte[] codes, int from) {
        for (int j = 0; j < 16; j++) {
            int both = (codes[from + j] & 0xF) | ((codes[from + j + 16] & 0xF) << 4);
            blocks.set(BYTE, at + j, (byte) both);
        }
    }

    /** Writes the fifth bits of 32 codes as an int. */
    static void putFifthBits(MemorySegment blocks, long at, byte[] codes) {
        int bits = 0;
        for (int i = 0; i < 32; i++) {
            bits |= (codes[i] >> 4) << i;
        }
        blocks.set(INT, at, bits);
    }
}
