package dev.triglot.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.triglot.engine.quant.GridSums;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sums of this JVM's kernels against the scalar ones. */
class GridSumsTest {
    @ParameterizedTest
    @ValueSource(ints = {16, 32, 48, 256})
    void areThoseOfTheScalarLoop(int n) {
        GridSums sums = KernelSelector.kernels().gridSums();
        Random random = new Random(n);
        float[] x = new float[n + 5];
        float[] w = new float[n + 5];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
            w[i] = random.nextFloat();
        }
        float[] expected = new float[3];
        float[] actual = new float[3];
        for (int zero : new int[] {0, 4, 32}) {
            for (int top : new int[] {3, 15, 63}) {
                for (float inverse : new float[] {-7.3f, 0.01f, 40}) {
                    float half = zero + 0.5f;
                    GridSums.SCALAR.sum(x, w, 5, n, inverse, half, top, zero, expected);
                    sums.sum(x, w, 5, n, inverse, half, top, zero, actual);
                    float largest = Math.max(zero, top);
                    float tolerance = 1e-5f * n * largest * largest;
                    for (int i = 0; i < 3; i++) {
                        assertThat(actual[i])
                                .as("sum %s of %s, zero %s, top %s", i, n, zero, top)
                                .isCloseTo(expected[i], within(tolerance));
                    }
                }
            }
        }
    }
}
