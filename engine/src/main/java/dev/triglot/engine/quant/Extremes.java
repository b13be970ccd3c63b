package dev.triglot.engine.quant;

/** What decides a block's scale. */
final class Extremes {
    private Extremes() {}

    /** The value, with its sign, whose magnitude is largest; the first of equals. */
    static float ofLargestMagnitude(float[] x, int offset, int n) {
        float extreme = 0;
        for (int i = offset; i < offset + n; i++) {
            if (Math.abs(x[i]) > Math.abs(extreme)) {
                extreme = x[i];
            }
        }
        return extreme;
    }
}
