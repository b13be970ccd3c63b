package dev.triglot.engine.kernel;

/** Softmax of one row, in place; a NaN or a positive infinity makes the whole row NaN. */
final class Softmax {
    private Softmax() {}

    static void apply(float[] x, int offset, int n) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = offset; i < offset + n; i++) {
            max = Math.max(max, x[i]);
        }
        double sum = 0;
        for (int i = offset; i < offset + n; i++) {
            double e = Math.exp(x[i] - max);
            x[i] = (float) e;
            sum += e;
        }
        float inverse = (float) (1 / sum);
        for (int i = offset; i < offset + n; i++) {
            x[i] *= inverse;
        }
    }
}
