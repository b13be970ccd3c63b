package dev.triglot.engine.quant;

import static dev.triglot.engine.quant.GroupRounding.SIDE;

import java.util.Arrays;

/**
 * The search behind Q3_K and Q6_K: 16 groups of {@code d * scale * q}, where a group's scale is a
 * small signed integer, and d belongs to the block.
 */
abstract class SignedGroupsEncoding extends SearchedFormat.Encoding {
    /** How often integer scales and d are solved for in turn. */
    private static final int ROUNDS = 2;

    /** What is written: the codes of the block, q + half. */
    final byte[] codes = new byte[SIDE * SIDE];

    /** What is written: the integer scales of the groups, -halfScale..halfScale-1. */
    final int[] scales = new int[SIDE];

    /** What is written: the scale of scales; exact in f16. */
    float d;

    private final int half;
    private final int halfScale;
    private final float[] targets;
    private final GroupRounding rounding;

    private final float[] xs = new float[SIDE * SIDE];
    private final float[] ws = new float[SIDE * SIDE];
    private final float[] groupScales = new float[SIDE];
    private final float[] inverses = new float[SIDE];
    private final float[] qq = new float[SIDE];
    private final float[] xq = new float[SIDE];
    private final float[] gains = new float[SIDE];
    private final float[] before = new float[SIDE];
    private final int[] tried = new int[SIDE];
    private final int[] rounded = new int[SIDE * SIDE];

    /**
     * @param half q is -half..half-1
     * @param targets what a group's largest element is tried as
     */
    SignedGroupsEncoding(int half, int halfScale, GroupRounding rounding, float... targets) {
        super(SIDE * SIDE, SIDE, Emphasis.SQUARE);
        this.half = half;
        this.halfScale = halfScale;
        this.rounding = rounding;
        this.targets = targets;
    }

    final void search() {
        transpose(x, xs);
        transpose(w, ws);
        rounding.fit(xs, ws, targets, half, groupScales);
        d = f16(Extremes.ofLargestMagnitude(groupScales, 0, SIDE) / -halfScale);
        for (int g = 0; g < SIDE; g++) {
            scales[g] = integer(groupScales[g], d);
        }
        float gain = sums(d, scales);
        for (int i = 0; i < ROUNDS; i++) {
            chooseIntegers();
            float better = refit();
            if (!(better > gain)) {
                break;
            }
            gain = better;
        }
        round();
    }

    /** Elements of a group side by side become groups side by side. */
    private static void transpose(float[] from, float[] to) {
        for (int g = 0; g < SIDE; g++) {
            for (int i = 0; i < SIDE; i++) {
                to[i * SIDE + g] = from[g * SIDE + i];
            }
        }
    }

    private int integer(float scale, float unit) {
        float value = scale * EncodableFormat.reciprocal(unit);
        float kept = Math.min(Math.max(value, -halfScale), halfScale - 1);
        return (int) (kept + halfScale + 0.5f) - halfScale;
    }

    /**
     * Rounds all groups, and sums up.
     *
     * @return by how much the weighted squared error is less than that of zeros
     */
    private float sums(float unit, int[] integers) {
        invert(unit, integers);
        rounding.sum(xs, ws, inverses, half, qq, xq);
        float gain = 0;
        for (int g = 0; g < SIDE; g++) {
            float scale = unit * integers[g];
            gains[g] = scale * (2 * xq[g] - scale * qq[g]);
            gain += gains[g];
        }
        return gain;
    }

    private void invert(float unit, int[] integers) {
        for (int g = 0; g < SIDE; g++) {
            inverses[g] = EncodableFormat.reciprocal(unit * integers[g]);
        }
    }

    /** Gives each group the integer that suits its codes, where that is better. */
    private void chooseIntegers() {
        for (int g = 0; g < SIDE; g++) {
            tried[g] = qq[g] > 0 ? integer(xq[g] / qq[g], d) : scales[g];
        }
        if (Arrays.equals(tried, scales)) {
            return;
        }
        System.arraycopy(gains, 0, before, 0, SIDE);
        sums(d, tried);
        for (int g = 0; g < SIDE; g++) {
            if (gains[g] > before[g]) {
                scales[g] = tried[g];
            }
        }
    }

    /** Solves for the d that suits all codes at once, and keeps it if it is better. */
    private float refit() {
        float gain = sums(d, scales);
        double sumXq = 0;
        double sumQq = 0;
        for (int g = 0; g < SIDE; g++) {
            sumXq += (double) scales[g] * xq[g];
            sumQq += (double) scales[g] * scales[g] * qq[g];
        }
        float better = f16((float) (sumQq > 0 ? sumXq / sumQq : 0));
        if (better == 0 || better == d) {
            return gain;
        }
        float refitted = sums(better, scales);
        if (refitted > gain) {
            d = better;
            return refitted;
        }
        sums(d, scales);
        return gain;
    }

    private void round() {
        invert(d, scales);
        rounding.round(xs, inverses, half, rounded);
        for (int g = 0; g < SIDE; g++) {
            for (int i = 0; i < SIDE; i++) {
                codes[g * SIDE + i] = (byte) rounded[i * SIDE + g];
            }
        }
    }

    private static float f16(float value) {
        return Float.float16ToFloat(Float.floatToFloat16(value));
    }
}
