package dev.triglot.engine.quant;

/** The upper half of an IEEE single: 8 bits of exponent, 7 of fraction. */
public final class BF16 extends SixteenBits {
    BF16() {}

    @Override
    float widen(short element) {
        return Float.intBitsToFloat(element << Short.SIZE);
    }

    @Override
    public void widen(short[] from, float[] to, int toOffset, int n) {
        for (int i = 0; i < n; i++) {
            to[toOffset + i] = Float.intBitsToFloat(from[i] << Short.SIZE);
        }
    }

    @Override
    void narrow(float[] from, int fromOffset, short[] to, int n, Rounding rounding) {
        rounding.upperHalves(from, fromOffset, n, to);
    }
}
