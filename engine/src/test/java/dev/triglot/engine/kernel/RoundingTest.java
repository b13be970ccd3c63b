package dev.triglot.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.triglot.engine.quant.Rounding;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loops of this JVM's kernels against the scalar ones. */
class RoundingTest {
    @ParameterizedTest
    @ValueSource(ints = {16, 32, 48, 256})
    void sumsAreThoseOfTheScalarLoop(int n) {
        Rounding rounding = KernelSelector.kernels().rounding();
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
                    Rounding.SCALAR.sum(x, w, 5, n, inverse, half, top, zero, expected);
                    rounding.sum(x, w, 5, n, inverse, half, top, zero, actual);
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

    @ParameterizedTest
    @ValueSource(ints = {16, 32, 256})
    void codesAreThoseOfTheScalarLoop(int n) {
        Rounding rounding = KernelSelector.kernels().rounding();
        float[] x = quarters(new Random(n), n + 5, 40);
        byte[] expected = new byte[n];
        byte[] actual = new byte[n];
        for (float shift : new float[] {0, -10}) {
            for (float inverse : new float[] {-1.7f, 0, 0.6f, Float.POSITIVE_INFINITY}) {
                Rounding.SCALAR.round(x, 5, n, shift, inverse, 8.5f, 15, expected);
                rounding.round(x, 5, n, shift, inverse, 8.5f, 15, actual);
                assertThat(actual).containsExactly(expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32, 256})
    void extremesAreThoseOfTheScalarLoop(int n) {
        Rounding rounding = KernelSelector.kernels().rounding();
        for (int seed = 0; seed < 50; seed++) {
            // Few values, so that the largest magnitude occurs with both signs.
            float[] x = quarters(new Random(seed), n + 5, 3);
            assertThat(rounding.ofLargestMagnitude(x, 5, n))
                    .isEqualTo(Rounding.SCALAR.ofLargestMagnitude(x, 5, n));
            assertThat(rounding.min(x, 5, n)).isEqualTo(Rounding.SCALAR.min(x, 5, n));
            assertThat(rounding.max(x, 5, n)).isEqualTo(Rounding.SCALAR.max(x, 5, n));
        }
        assertThat(rounding.ofLargestMagnitude(new float[n], 0, n)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 37, 512})
    void upperHalvesAreThoseOfTheScalarLoop(int n) {
        float[] x = new float[n + 5];
        Random random = new Random(n);
        for (int i = 0; i < x.length; i++) {
            // Ties, NaN and infinity among all other numbers.
            int bits = random.nextInt() & (i % 3 == 0 ? 0xFFFF_8000 : -1);
            x[i] = Float.intBitsToFloat(i % 7 == 0 ? bits | 0x7F80_0000 : bits);
        }
        short[] expected = new short[n];
        short[] actual = new short[n];
        Rounding.SCALAR.upperHalves(x, 5, n, expected);
        KernelSelector.kernels().rounding().upperHalves(x, 5, n, actual);
        assertThat(actual).containsExactly(expected);
    }

    /** Multiples of a quarter of at most {@code largest} quarters. */
    private static float[] quarters(Random random, int n, int largest) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = random.nextInt(-largest, largest + 1) / 4f;
        }
        return x;
    }
}
