package dev.triglot.engine.quant;

/** IEEE half precision. */
public final class F16 extends SixteenBits {
    F16() {}

    @Override
    float widen(short element) {
        return Float.float16ToFloat(element);
    }

    @Override
    public void widen(short[] from, float[] to, int toOffset, int n) {
        for (int i = 0; i < n; i++) {
            to[toOffset + i] = Float.float16ToFloat(from[i]);
        }
    }

    @Override
    void narrow(float[] from, int fromOffset, short[] to, int n, Rounding rounding) {
        for (int i = 0; i < n; i++) {
            to[i] = Float.floatToFloat16(from[fromOffset + i]);
        }
    }
}
