package dev.triglot.engine.quant;

import static dev.triglot.engine.quant.LittleEndian.INT;
import static dev.triglot.engine.quant.LittleEndian.LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Where formats with blocks of 32 keep their codes: byte j of 16 holds four bits of element j (low
 * nibble) and j + 16 (high), and a fifth bit is bit i of an int.
 */
final class HalfNibbles {
    private static final VarHandle EIGHT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long NIBBLES = 0x0F0F0F0F0F0F0F0FL;
    private static final long LOW_BITS = 0x0101010101010101L;

    /** A product with it has the low bits of eight bytes in its highest byte, the first lowest. */
    private static final long GATHER = 0x0102040810204080L;

    private HalfNibbles() {}

    /** Writes the low four bits of 32 codes as 16 bytes. */
    static void put(MemorySegment blocks, long at, byte[] codes, int from) {
        for (int j = 0; j < 16; j += 8) {
            long low = (long) EIGHT.get(codes, from + j) & NIBBLES;
            long high = (long) EIGHT.get(codes, from + j + 16) & NIBBLES;
            blocks.set(LONG, at + j, low | (high << 4));
        }
    }

    /** Writes the fifth bits of 32 codes as an int. */
    static void putFifthBits(MemorySegment blocks, long at, byte[] codes) {
        int bits = 0;
        for (int i = 0; i < 32; i += 8) {
            long fifth = ((long) EIGHT.get(codes, i) >>> 4) & LOW_BITS;
            bits |= (int) ((fifth * GATHER) >>> 56) << i;
        }
        blocks.set(INT, at, bits);
    }
}
