package dev.triglot.engine.kernel;

/** The inner product of floats. */
final class Dot {
    private Dot() {}

    /**
     * Sum of a[i] * b[i], accumulated in double: as fast as float here, since C2 vectorizes
     * neither, and exact enough to be the reference. Four sums hide the latency of an addition.
     */
    static float product(float[] a, int aOffset, float[] b, int bOffset, int n) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int i = 0;
        for (; i <= n - 4; i += 4) {
            int j = aOffset + i;
            int k = bOffset + i;
            sum0 += (double) a[j] * b[k];
            sum1 += (double) a[j + 1] * b[k + 1];
            sum2 += (double) a[j + 2] * b[k + 2];
            sum3 += (double) a[j + 3] * b[k + 3];
        }
        for (; i < n; i++) {
            sum0 += (double) a[aOffset + i] * b[bOffset + i];
        }
        return (float) ((sum0 + sum1) + (sum2 + sum3));
    }
}
