package dev.triglot.engine.quant;

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

    /** How far the group's bits are shifted up in their bytes. */
    static int shift(int group) {
        return group % 8 / 2 * 2;
    }
}
