package dev.triglot.engine.quant;

/** The uneven levels of {@link NonLinear4}. */
final class LevelFit extends SignedFit {
    /** Midpoints between levels are multiples of a half. */
    private static final int CELLS_PER_UNIT = 2;

    private static final int RANGE = 128;
    private static final int TOP = 2 * RANGE * CELLS_PER_UNIT - 1;
    private static final byte[] NEAREST = nearest();
    private static final float[] LEVELS = levels();

    LevelFit() {
        super(-151, -143, -135, -131, -127, -123, -119, -111, 97, 105, 113, 121, 129);
    }

    /** For each half unit of -128..128, the code whose level is nearest. */
    private static byte[] nearest() {
        byte[] table = new byte[TOP + 1];
        int code = 0;
        for (int cell = 0; cell <= TOP; cell++) {
            float value = (cell + 0.5f) / CELLS_PER_UNIT - RANGE;
            while (code < 15
                    && value > (NonLinear4.level(code) + NonLinear4.level(code + 1)) / 2f) {
                code++;
            }
            table[cell] = (byte) code;
        }
        return table;
    }

    private static float[] levels() {
        float[] levels = new float[16];
        for (int code = 0; code < 16; code++) {
            levels[code] = NonLinear4.level(code);
        }
        return levels;
    }

    private static int code(float value) {
        int cell = (int) (value * CELLS_PER_UNIT + RANGE * CELLS_PER_UNIT);
        return NEAREST[Math.min(Math.max(cell, 0), TOP)];
    }

    @Override
    void sum(float[] x, float[] w, int from, int n, float inverse) {
        int middle = n / 2;
        float xq1 = 0;
        float qq1 = 0;
        float xq2 = 0;
        float qq2 = 0;
        for (int i = from; i < from + middle; i++) {
            float qa = LEVELS[code(x[i] * inverse)];
            float qb = LEVELS[code(x[i + middle] * inverse)];
            float wqa = w[i] * qa;
            float wqb = w[i + middle] * qb;
            xq1 += wqa * x[i];
            xq2 += wqb * x[i + middle];
            qq1 += wqa * qa;
            qq2 += wqb * qb;
        }
        xq = xq1 + xq2;
        qq = qq1 + qq2;
    }

    @Override
    float round(float[] x, float[] w, int from, int n, float scale, float inverse, byte[] codes) {
        float error = 0;
        for (int i = from; i < from + n; i++) {
            int code = code(x[i] * inverse);
            codes[i] = (byte) code;
            float difference = scale * LEVELS[code] - x[i];
            error += w[i] * difference * difference;
        }
        return error;
    }
}
