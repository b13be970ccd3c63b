package dev.triglot.engine.kernel.vector;

import static dev.triglot.engine.kernel.vector.Lanes.INT;
import static dev.triglot.engine.kernel.vector.Lanes.LONG;

import dev.triglot.engine.quant.LegacyNibbles;
import dev.triglot.engine.quant.Q2_K;
import dev.triglot.engine.quant.Q3_K;
import dev.triglot.engine.quant.Q4_K;
import dev.triglot.engine.quant.Q5_K;
import dev.triglot.engine.quant.Q6_K;
import java.lang.foreign.MemorySegment;

/**
 * Reads the quants of 32 columns as unsigned bytes, in the order of columns, from a block of the
 * file. The layouts are those of the classes in {@code quant}.
 */
@FunctionalInterface
interface Codes {
    /** Columns that are read together. */
    int COLUMNS = 32;

    /** Longs that hold them. */
    int LONGS = COLUMNS / Long.BYTES;

    long TWO_BITS = 0x0303030303030303L;
    long NIBBLES = 0x0F0F0F0F0F0F0F0FL;
    long ONE_BIT = 0x0101010101010101L;

    /**
     * Columns [32 part, 32 part + 32) of the block at this offset.
     *
     * @param out four longs of eight codes, the first one lowest
     */
    void read(MemorySegment data, long at, int part, long[] out);

    /** 16 bytes from an offset in the block: byte j holds columns j (low) and j + 16 (high). */
    static Codes nibbles(int offset) {
        return (data, at, part, out) -> {
            for (int i = 0; i < 2; i++) {
                long pairs = data.get(LONG, at + offset + i * 8L);
                out[i] = pairs & NIBBLES;
                out[i + 2] = (pairs >>> 4) & NIBBLES;
            }
        };
    }

    /** The same with a fifth bit of each column in an int. */
    static Codes fiveBits(int offset, int highBits) {
        Codes nibbles = nibbles(offset);
        return (data, at, part, out) -> {
            nibbles.read(data, at, part, out);
            int high = data.get(INT, at + highBits);
            for (int i = 0; i < LONGS; i++) {
                out[i] |= Long.expand(high >>> (i * 8), ONE_BIT) << 4;
            }
        };
    }

    /** Blocks of 32 columns that GGUF no longer has. */
    static Codes legacy(LegacyNibbles format) {
        return (data, at, part, out) -> {
            for (int i = 0; i < LONGS; i++) {
                out[i] = format.codes(data, at, i);
            }
        };
    }

    static void q4K(MemorySegment data, long at, int part, long[] out) {
        superNibbles(data, at + Q4_K.QUANTS, part, out);
    }

    static void q5K(MemorySegment data, long at, int part, long[] out) {
        superNibbles(data, at + Q5_K.QUANTS, part, out);
        for (int i = 0; i < LONGS; i++) {
            long high = data.get(LONG, at + Q5_K.HIGH_BITS + i * 8L) >>> part;
            out[i] |= (high & ONE_BIT) << 4;
        }
    }

    /** 32 bytes for two parts: the first in the low nibbles, the second in the high. */
    private static void superNibbles(MemorySegment data, long quants, int part, long[] out) {
        for (int i = 0; i < LONGS; i++) {
            long pairs = data.get(LONG, quants + part / 2 * 32L + i * 8L);
            out[i] = (pairs >>> (part % 2 * 4)) & NIBBLES;
        }
    }

    static void q6K(MemorySegment data, long at, int part, long[] out) {
        long low = at + Q6_K.QUANTS + part / 4 * 64L + part % 2 * 32L;
        long high = at + Q6_K.HIGH_BITS + part / 4 * 32L;
        int shift = part % 4 / 2 * 4;
        for (int i = 0; i < LONGS; i++) {
            long lowBits = (data.get(LONG, low + i * 8L) >>> shift) & NIBBLES;
            long highBits = (data.get(LONG, high + i * 8L) >>> (part % 4 * 2)) & TWO_BITS;
            out[i] = lowBits | (highBits << 4);
        }
    }

    static void q2K(MemorySegment data, long at, int part, long[] out) {
        twoBits(data, at + Q2_K.QUANTS, part, out);
    }

    static void q3K(MemorySegment data, long at, int part, long[] out) {
        twoBits(data, at + Q3_K.QUANTS, part, out);
        for (int i = 0; i < LONGS; i++) {
            long high = data.get(LONG, at + Q3_K.HIGH_BITS + i * 8L) >>> part;
            out[i] |= (high & ONE_BIT) << 2;
        }
    }

    /** 32 bytes for four parts, two bits each. */
    private static void twoBits(MemorySegment data, long quants, int part, long[] out) {
        for (int i = 0; i < LONGS; i++) {
            long four = data.get(LONG, quants + part / 4 * 32L + i * 8L);
            out[i] = (four >>> (part % 4 * 2)) & TWO_BITS;
        }
    }
}
