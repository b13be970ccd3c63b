package dev.triglot.engine.quant;

/**
 * Four small integers in the 16-bit fields of a long, as the exact sum of q[k] * 2^(16k): a
 * negative one borrows from the field above.
 *
 * <p>One multiplication of longs is then four multiplications and their sum: with activations in
 * reverse order, the product's top field is the dot product of the four. Eight consecutive columns
 * make two quads, of the even and of the odd ones, because that is how eight bytes fall apart.
 */
public final class Quads {
    static final long NIBBLES = 0x0F0F0F0F0F0F0F0FL;

    private static final long EVEN = 0x00FF00FF00FF00FFL;
    private static final long ONES = 0x0001000100010001L;

    /** Bit k of the index in byte k. */
    private static final long[] SPREAD_BITS = new long[256];

    static {
        for (int bits = 0; bits < SPREAD_BITS.length; bits++) {
            for (int k = 0; k < Byte.SIZE; k++) {
                SPREAD_BITS[bits] |= (long) ((bits >> k) & 1) << (k * Byte.SIZE);
            }
        }
    }

    private Quads() {}

    /** Writes two quads: the eight bytes of {@code q} are elements {@code byte - zero}. */
    static void put(long[] quads, int offset, long q, int zero) {
        quads[offset] = (q & EVEN) - zero * ONES;
        quads[offset + 1] = ((q >>> Byte.SIZE) & EVEN) - zero * ONES;
    }

    /** Writes eight bytes {@code q - 128} as their nibbles, two quads of each. */
    static void putBytes(long[] quads, int offset, long q) {
        put(quads, offset, q & NIBBLES, 0);
        put(quads, offset + 8, (q >>> 4) & NIBBLES, 8);
    }

    /** Bit k of 0..255 as byte k, 0 or 1. */
    static long spreadBits(int bits) {
        return SPREAD_BITS[bits];
    }

    /** A quad for the other side of a product: the first element is in the top field. */
    public static long reversed(int q0, int q1, int q2, int q3) {
        return ((long) q0 << 48) + ((long) q1 << 32) + ((long) q2 << 16) + q3;
    }
}
