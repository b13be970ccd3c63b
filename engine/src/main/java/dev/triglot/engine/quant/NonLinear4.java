package dev.triglot.engine.quant;

import static dev.triglot.engine.quant.LittleEndian.LONG;

import java.lang.foreign.MemorySegment;

/** The 16 levels that the IQ4 types choose from: denser near zero, as weights are. */
public final class NonLinear4 {
    private static final byte[] LEVELS = {
        -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113
    };

    private NonLinear4() {}

    /** The level that a quant 0..15 stands for. */
    public static byte level(int quant) {
        return LEVELS[quant];
    }

    /**
     * Writes the quads of 32 levels, chosen by 16 bytes: byte j holds element j (low nibble) and j
     * + 16 (high).
     */
    static void putLevels(MemorySegment blocks, long at, long[] quads, int offset) {
        for (int i = 0; i < 2; i++) {
            long quants = blocks.get(LONG, at + i * 8L);
            Quads.putBytes(quads, offset + i * 2, levels(quants));
            Quads.putBytes(quads, offset + i * 2 + 4, levels(quants >>> 4));
        }
    }

    /** Level + 128 of each byte's low nibble. */
    private static long levels(long quants) {
        long levels = 0;
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            int level = LEVELS[(int) (quants >>> shift) & 0xF] - Byte.MIN_VALUE;
            levels |= (long) level << shift;
        }
        return levels;
    }
}
