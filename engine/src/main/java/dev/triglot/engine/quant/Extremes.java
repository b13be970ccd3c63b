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

    static float min(float[] x, int offset, int n) {
        float min = x[offset];
        for (int i = offset + 1; i < offset + n; i++) {
            min = Math.min(min, x[i]);
        }
        return min;
    }

    static float max(float[] x, int offset, int n) {
        float max = x[offset];
        for (int i = offset + 1; i < offset + n; i++) {
            max = Math.max(max, x[i]);
        }
        return max;
    }
}
