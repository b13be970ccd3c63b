package dev.triglot.engine.kernel;

import static dev.triglot.engine.quant.GroupRounding.SIDE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.triglot.engine.quant.GroupRounding;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loops of this JVM's kernels for 16 groups against the scalar ones. */
class GroupRoundingTest {
    private static final float[] TARGETS = {-4.4f, -4, -3.6f};

    private final GroupRounding rounding = KernelSelector.kernels().rounding().groups();
    private final float[] x = new float[SIDE * SIDE];
    private final float[] w = new float[SIDE * SIDE];

    private void fill(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
            w[i] = random.nextFloat();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 32})
    void sumsAndCodesAreThoseOfTheScalarLoop(int half) {
        fill(half);
        float[] inverses = new float[SIDE];
        for (int g = 0; g < SIDE; g++) {
            inverses[g] = (g - 7) * half / 10f; // also 0, and some that clamp
        }
        float[][] expected = new float[2][SIDE];
        float[][] actual = new float[2][SIDE];
        GroupRounding.SCALAR.sum(x, w, inverses, half, expected[0], expected[1]);
        rounding.sum(x, w, inverses, half, actual[0], actual[1]);
        for (int i = 0; i < 2; i++) {
            assertThat(actual[i]).containsExactly(expected[i], within(1e-3f * half * half));
        }
        int[] expectedCodes = new int[x.length];
        int[] codes = new int[x.length];
        GroupRounding.SCALAR.round(x, inverses, half, expectedCodes);
        rounding.round(x, inverses, half, codes);
        assertThat(codes).containsExactly(expectedCodes);
        assertThat(codes).contains(0, half, 2 * half - 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void scalesAreThoseOfTheScalarLoop(int seed) {
        fill(seed);
        for (int i = 0; i < SIDE; i++) {
            x[i * SIDE] = 0; // a group of zeros
            x[i * SIDE + 1] = Float.MIN_VALUE; // one whose scale has no reciprocal
            w[i * SIDE + 2] = 0; // one that nothing depends on
        }
        float[] expected = new float[SIDE];
        float[] actual = new float[SIDE];
        GroupRounding.SCALAR.fit(x, w, TARGETS, 4, expected);
        rounding.fit(x, w, TARGETS, 4, actual);
        assertThat(actual).containsExactly(expected, within(1e-4f));
        assertThat(actual[0]).isZero();
        assertThat(actual[1]).isZero();
        assertThat(actual[2]).isNotZero();
    }

    /** Every grid that is near has a larger error than the one found. */
    @ParameterizedTest
    @ValueSource(ints = {6, 7, 8})
    void aScaleIsTheBestOfItsSurroundings(int seed) {
        fill(seed);
        float[] scales = new float[SIDE];
        rounding.fit(x, w, TARGETS, 4, scales);
        float[] found = gains(scales, 1);
        for (float factor : new float[] {0.97f, 0.99f, 1.01f, 1.03f}) {
            float[] other = gains(scales, factor);
            for (int g = 0; g < SIDE; g++) {
                assertThat(found[g]).isGreaterThanOrEqualTo(0.98f * other[g]);
            }
        }
    }

    /** By how much each group's error is less than that of zeros. */
    private float[] gains(float[] scales, float factor) {
        float[] inverses = new float[SIDE];
        for (int g = 0; g < SIDE; g++) {
            inverses[g] = 1 / (scales[g] * factor);
        }
        float[] qq = new float[SIDE];
        float[] xq = new float[SIDE];
        GroupRounding.SCALAR.sum(x, w, inverses, 4, qq, xq);
        float[] gains = new float[SIDE];
        for (int g = 0; g < SIDE; g++) {
            float scale = scales[g] * factor;
            gains[g] = scale * (2 * xq[g] - scale * qq[g]);
        }
        return gains;
    }
}
