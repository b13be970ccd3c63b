package dev.triglot.engine.quant;

final class ScalarRounding implements Rounding {
    /** Two sums of each kind, since a sum waits for the one before. */
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

    @Override
    public void round(
            float[] x,
            int from,
            int n,
            float shift,
            float inverse,
            float half,
            int top,
            byte[] codes) {
        for (int i = 0; i < n; i++) {
            int code = (int) ((x[from + i] - shift) * inverse + half);
            codes[i] = (byte) Math.min(Math.max(code, 0), top);
        }
    }

    @Override
    public float ofLargestMagnitude(float[] x, int from, int n) {
        return Extremes.ofLargestMagnitude(x, from, n);
    }

    @Override
    public float min(float[] x, int from, int n) {
        float min = x[from];
        for (int i = from + 1; i < from + n; i++) {
            min = Math.min(min, x[i]);
        }
        return min;
    }

    @Override
    public float max(float[] x, int from, int n) {
        float max = x[from];
        for (int i = from + 1; i < from + n; i++) {
            max = Math.max(max, x[i]);
        }
        return max;
    }

    @Override
    public void upperHalves(float[] x, int from, int n, short[] out) {
        for (int i = 0; i < n; i++) {
            int bits = Float.floatToIntBits(x[from + i]);
            int half = 0x7FFF + ((bits >>> Short.SIZE) & 1); // ties go to the even neighbour
            out[i] = (short) ((bits + half) >>> Short.SIZE);
        }
    }

    @Override
    public GroupRounding groups() {
        return GroupRounding.SCALAR;
    }
}
