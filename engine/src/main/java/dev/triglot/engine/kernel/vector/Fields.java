package dev.triglot.engine.kernel.vector;

import java.lang.foreign.MemorySegment;

/**
 * How codes of a few bits share the shorts of lines, and the exact sums of their products with
 * 8-bit activations.
 *
 * <p>A unit of 16 or 32 columns is summed on its own. A short holds several fields; with f0 the
 * lowest and w its width, the whole short v is f0 + 2^w v', where v' is v shifted right. So the sum
 * of c0 f0 + c1 f1 + ... is v c0 + v' (c1 - 2^w c0) + ..., without any mask: what the higher fields
 * add to a product is taken off by the next coefficient. All of it is modulo 2^16, which is exact
 * because the sum of (code - zero) * x fits a short (see {@link QuantizedInput}).
 *
 * <p>The kernels compute two vectors side by side: of the 32 rows there are one or more such pairs,
 * and where one vector holds all rows, the pair are two parts of a unit. They broadcast all
 * coefficients before the first line is loaded: after its bounds check C2 takes the way through
 * general registers.
 */
abstract sealed class Fields
        permits TwoBits, ThreeBits, FourBits, FourBitHalves, FiveBits, SixBits {
    private final int unitColumns;
    private final int unitLines;
    private final int zero;
    private final Coefficients coefficients;

    Fields(int unitColumns, int unitLines, int zero, Coefficients coefficients) {
        this.unitColumns = unitColumns;
        this.unitLines = unitLines;
        this.zero = zero;
        this.coefficients = coefficients;
    }

    /** Columns of a unit. */
    final int unitColumns() {
        return unitColumns;
    }

    /** Bytes of a unit. */
    final int unitBytes() {
        return unitLines * Group.LINE;
    }

    /** What is subtracted from each code. */
    final int zero() {
        return zero;
    }

    /** The coefficients of a unit. */
    final Coefficients coefficients() {
        return coefficients;
    }

    /**
     * Writes one row's codes of 32 columns.
     *
     * @param codes see {@link Codes#read}
     * @param to the row's lane in the first line
     */
    abstract void pack(long[] codes, MemorySegment group, long to);

    /**
     * The sums of units of one token.
     *
     * @param at of the first unit, in bytes
     * @param a coefficients from aAt, each twice in an int
     * @param zeros from zeroAt: minus {@link #zero} times the sum of a unit's activations, twice in
     *     an int
     * @param sums [units][32] from 0
     */
    abstract void dot(
            MemorySegment group,
            int at,
            int units,
            int[] a,
            int aAt,
            int[] zeros,
            int zeroAt,
            short[] sums);

    /**
     * The codes less {@link #zero}.
     *
     * @param at of the first unit, in bytes
     * @param tile [columns][32]
     */
    abstract void unpack(MemorySegment group, int at, int units, short[] tile);

    /** The even bytes, as shorts. */
    static long even(long bytes) {
        return bytes & 0x00FF00FF00FF00FFL;
    }

    /** The odd bytes, as shorts. */
    static long odd(long bytes) {
        return (bytes >>> 8) & 0x00FF00FF00FF00FFL;
    }

    /** Writes the four shorts of a long to a lane of consecutive lines. */
    static void putLines(MemorySegment group, long to, long shorts) {
        group.set(Lanes.SHORT, to, (short) shorts);
        group.set(Lanes.SHORT, to + Group.LINE, (short) (shorts >>> 16));
        group.set(Lanes.SHORT, to + 2 * Group.LINE, (short) (shorts >>> 32));
        group.set(Lanes.SHORT, to + 3 * Group.LINE, (short) (shorts >>> 48));
    }
}
