package dev.triglot.engine.quant;

/** Two sums of each kind, since a sum waits for the one before. */
final class ScalarGridSums implements GridSums {
    @Override
    public void sum(
            float[] x,
            float[] w,
            int from,
            int n,
            float inverse,
            float half,
            int top,
            int zero,
            float[] out) {
        int middle = n / 2;
        float q1 = 0;
        float qq1 = 0;
        float xq1 = 0;
        float q2 = 0;
        float qq2 = 0;
        float xq2 = 0;
        for (int i = from; i < from + middle; i++) {
            float qa = Math.min(Math.max((int) (x[i] * inverse + half), 0), top) - zero;
            float qb = Math.min(Math.max((int) (x[i + middle] * inverse + half), 0), top) - zero;
            float wqa = w[i] * qa;
            float wqb = w[i + middle] * qb;
            q1 += wqa;
            q2 += wqb;
            qq1 += wqa * qa;
            qq2 += wqb * qb;
            xq1 += wqa * x[i];
            xq2 += wqb * x[i + middle];
        }
        out[0] = q1 + q2;
        out[1] = qq1 + qq2;
        out[2] = xq1 + xq2;
    }
}
