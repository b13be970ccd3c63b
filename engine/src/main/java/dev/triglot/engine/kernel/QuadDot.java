package dev.triglot.engine.kernel;

/**
 * Dot products of a row of weights and a token's activations, both as {@link
 * dev.triglot.engine.quant.Quads}.
 *
 * <p>The top field of a product of two quads is what is wanted, rounded to nearest because the
 * fields below may be negative. Products are summed before the top is taken as long as no field's
 * magnitude reaches 2^15: sixteen columns of integers up to 16, eight of integers up to 32.
 */
final class QuadDot {
    private static final long HALF = 1L << 47;
    private static final int TOP = 48;

    private QuadDot() {}

    /** Integers up to 16, a scale and a min per 32. */
    static float groupsOf32(
            long[] w, float[] scales, float[] mins, PackedActivations x, int xColumn, int n) {
        long[] xQuads = x.quads;
        float[] xScales = x.scales;
        float[] xSums = x.sums;
        int xQuad = xColumn / 4;
        int xBlock = xColumn / 32;
        int xSum = xColumn / 16;
        float sum = 0;
        for (int g = 0; g < n / 32; g++) {
            int i = g * 8;
            int j = xQuad + g * 8;
            int dot = sixteen(w, i, xQuads, j) + sixteen(w, i + 4, xQuads, j + 4);
            sum +=
                    scales[g] * xScales[xBlock + g] * dot
                            - mins[g] * (xSums[xSum + 2 * g] + xSums[xSum + 2 * g + 1]);
        }
        return sum;
    }

    /** Integers up to 32, a scale and a min per 16. */
    static float groupsOf16(
            long[] w, float[] scales, float[] mins, PackedActivations x, int xColumn, int n) {
        long[] xQuads = x.quads;
        float[] xScales = x.scales;
        float[] xSums = x.sums;
        int xQuad = xColumn / 4;
        int xBlock = xColumn / 32;
        int xSum = xColumn / 16;
        float sum = 0;
        for (int b = 0; b < n / 32; b++) {
            int i = b * 8;
            int j = xQuad + b * 8;
            int g = b * 2;
            int first = eight(w, i, xQuads, j) + eight(w, i + 2, xQuads, j + 2);
            int second = eight(w, i + 4, xQuads, j + 4) + eight(w, i + 6, xQuads, j + 6);
            sum +=
                    xScales[xBlock + b] * (scales[g] * first + scales[g + 1] * second)
                            - (mins[g] * xSums[xSum + g] + mins[g + 1] * xSums[xSum + g + 1]);
        }
        return sum;
    }

    /** Integers of 8 bits, as nibbles, a scale per 32. */
    static float bytes(long[] w, float[] scales, PackedActivations x, int xColumn, int n) {
        long[] xQuads = x.quads;
        float[] xScales = x.scales;
        int xQuad = xColumn / 4;
        int xBlock = xColumn / 32;
        float sum = 0;
        for (int g = 0; g < n / 32; g++) {
            int i = g * 16;
            int j = xQuad + g * 8;
            int low = sixteen(w, i, xQuads, j) + sixteen(w, i + 4, xQuads, j + 4);
            int high = sixteen(w, i + 8, xQuads, j) + sixteen(w, i + 12, xQuads, j + 4);
            sum += scales[g] * xScales[xBlock + g] * (low + 16 * high);
        }
        return sum;
    }

    private static int sixteen(long[] w, int i, long[] x, int j) {
        long first = w[i] * x[j] + w[i + 1] * x[j + 1];
        long second = w[i + 2] * x[j + 2] + w[i + 3] * x[j + 3];
        return (int) ((first + second + HALF) >> TOP);
    }

    private static int eight(long[] w, int i, long[] x, int j) {
        return (int) ((w[i] * x[j] + w[i + 1] * x[j + 1] + HALF) >> TOP);
    }
}
