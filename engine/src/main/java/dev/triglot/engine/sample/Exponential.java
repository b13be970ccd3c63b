package dev.triglot.engine.sample;

/**
 * e to a power, with the same bits on every platform, which {@link Math#exp} does not promise and
 * {@link StrictMath#exp} is several times slower at. For arguments up to 0.
 */
final class Exponential {
    /** Below, the result is 0: no draw from a vocabulary can tell. */
    private static final double LEAST = -700;

    private static final double LOG2_E = 1.4426950408889634;

    /** ln 2 in two parts, the first with enough zeros at its end to be multiplied exactly. */
    private static final double LN2_HIGH = 0x1.62e42feep-1;

    private static final double LN2_LOW = 0x1.a39ef35793c76p-33;

    private Exponential() {}

    /** The relative error is below 1e-13. */
    static double exp(double x) {
        if (!(x >= LEAST)) {
            return 0;
        }
        double power = Math.rint(x * LOG2_E);
        double r = x - power * LN2_HIGH - power * LN2_LOW;
        // Taylor's series for |r| <= ln(2)/2.
        double sum = 1 + r / 12;
        sum = 1 + r / 11 * sum;
        sum = 1 + r / 10 * sum;
        sum = 1 + r / 9 * sum;
        sum = 1 + r / 8 * sum;
        sum = 1 + r / 7 * sum;
        sum = 1 + r / 6 * sum;
        sum = 1 + r / 5 * sum;
        sum = 1 + r / 4 * sum;
        sum = 1 + r / 3 * sum;
        sum = 1 + r / 2 * sum;
        sum = 1 + r * sum;
        return sum * Double.longBitsToDouble(((long) power + 1023) << 52);
    }
}
