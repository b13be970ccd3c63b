package dev.triglot.engine.quant;

import static dev.triglot.engine.quant.LittleEndian.BYTE;

import java.lang.foreign.MemorySegment;

/**
 * Where Q2_K and Q3_K keep the two low bits of their 16 groups of 16 elements: 32 bytes hold eight
 * groups, two side by side in each pair of bits.
 */
final class TwoBitGroups {
    private TwoBitGroups() {}

    /** Index of the byte with the group's first element. */
    static int firstByte(int group) {
        return group / 8 * 32 + group % 2 * 16;
    }

    /**
     * Writes the two low bits of 256 quants as 64 bytes.
     *
     * @param quants their higher bits are ignored
     */
    static void put(MemorySegment blocks, long at, byte[] quants) {
        for (int half = 0; half < 2; half++) {
            for (int l = 0; l < 32; l++) {
                int four = 0;
                for (int j = 0; j < 4; j++) {
                    four |= (quants[half * 128 + j * 32 + l] & 3) << (2 * j);
                }
                blocks.set(BYTE, at + half * 32L + l, (byte) four);
            }
        }
    }

    /** How far the group's bits are shifted up in their bytes. */
    static int shift(int group) {
        return group % 8 / 2 * 2;
    }
}
