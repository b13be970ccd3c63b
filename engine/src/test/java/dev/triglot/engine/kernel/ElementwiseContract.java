package dev.triglot.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What norms, activation functions and softmax of all implementations must keep. */
interface ElementwiseContract {
    String SIZES = "dev.triglot.engine.kernel.ElementwiseContract#sizes";

    /** Operations get an offset, and must leave everything outside their range alone. */
    int OFFSET = 3;

    float GUARD = -7.75f;
    float EPSILON = 1e-5f;

    Kernels kernels();

    static IntStream sizes() {
        return IntStream.of(1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 576, 1023, 4098);
    }

    @ParameterizedTest
    @MethodSource(SIZES)
    default void rmsNorm(int n) {
        for (float magnitude : new float[] {1e-3f, 1, 1e6f}) {
            float[] x = guarded(n, magnitude, 1);
            float[] weight = normals(n, 1, 2);
            float[] y = guarded(n, 0, 3);
            double meanSquare = DoubleReference.dot(x, OFFSET, x, OFFSET, n) / n;

            kernels().rmsNorm(x, OFFSET, weight, EPSILON, y, OFFSET, n);

            for (int i = 0; i < n; i++) {
                double expected = x[OFFSET + i] / Math.sqrt(meanSquare + EPSILON) * weight[i];
                assertThat((double) y[OFFSET + i]).isCloseTo(expected, relative(expected, 1e-5));
            }
            assertGuards(y, n);
            kernels().rmsNorm(x, OFFSET, weight, EPSILON, x, OFFSET, n);
            assertThat(x).as("in place").isEqualTo(y);
        }
    }

    @ParameterizedTest
    @MethodSource(SIZES)
    default void layerNorm(int n) {
        float[] weight = normals(n, 1, 2);
        for (float[] bias : new float[][] {normals(n, 1, 4), null}) {
            float[] x = guarded(n, 3, 1);
            for (int i = 0; i < n; i++) {
                x[OFFSET + i] += 5;
            }
            float[] y = guarded(n, 0, 3);
            double mean = range(n).mapToDouble(i -> x[OFFSET + i]).average().orElseThrow();
            double variance =
                    range(n).mapToDouble(i -> (x[OFFSET + i] - mean) * (x[OFFSET + i] - mean))
                            .average()
                            .orElseThrow();

            kernels().layerNorm(x, OFFSET, weight, bias, EPSILON, y, OFFSET, n);

            for (int i = 0; i < n; i++) {
                double normalized = (x[OFFSET + i] - mean) / Math.sqrt(variance + EPSILON);
                double expected = normalized * weight[i] + (bias == null ? 0 : bias[i]);
                assertThat((double) y[OFFSET + i]).isCloseTo(expected, within(3e-5));
            }
            assertGuards(y, n);
            kernels().layerNorm(x, OFFSET, weight, bias, EPSILON, x, OFFSET, n);
            assertThat(x).as("in place").isEqualTo(y);
        }
    }

    @ParameterizedTest
    @MethodSource(SIZES)
    default void add(int n) {
        float[] x = guarded(n, 1, 1);
        float[] y = guarded(n, 1, 2);
        float[] before = y.clone();
        kernels().add(x, OFFSET, y, OFFSET, n);
        for (int i = OFFSET; i < OFFSET + n; i++) {
            assertThat(y[i]).isEqualTo(x[i] + before[i]);
        }
        assertGuards(y, n);
    }

    @ParameterizedTest
    @MethodSource(SIZES)
    default void clamp(int n) {
        float[] y = guarded(n, 1, 2);
        y[OFFSET + n / 2] = Float.NEGATIVE_INFINITY;
        y[OFFSET + n - 1] = Float.NaN;
        float[] expected = y.clone();
        for (int i = OFFSET; i < OFFSET + n; i++) {
            expected[i] = Math.max(-0.5f, Math.min(0.5f, y[i]));
        }
        kernels().clamp(y, OFFSET, n, 0.5f);
        assertThat(y).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource(SIZES)
    default void siluMultiply(int n) {
        float[] gate = guarded(n, 4, 1);
        gate[OFFSET] = 1e30f;
        gate[OFFSET + n / 2] = -1e30f;
        gate[OFFSET + n - 1] = -90;
        float[] up = guarded(n, 1, 2);
        float[] before = gate.clone();
        kernels().siluMultiply(gate, OFFSET, up, OFFSET, n);
        for (int i = OFFSET; i < OFFSET + n; i++) {
            double expected = DoubleReference.silu(before[i]) * up[i];
            assertThat((double) gate[i])
                    .as("silu(%g) * %g", before[i], up[i])
                    .isCloseTo(expected, relative(expected, 1e-5));
        }
        assertGuards(gate, n);
    }

    @Test
    default void siluKeepsNan() {
        float[] gate = {Float.NaN, 1, Float.NaN};
        kernels().siluMultiply(gate, 0, new float[] {1, 1, 0}, 0, 3);
        assertThat(gate[0]).isNaN();
        assertThat(gate[1]).isCloseTo(0.7310586f, within(1e-6f));
        assertThat(gate[2]).isNaN();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    default void geluIsAccurateEverywhere(boolean tanh) {
        DoubleUnaryOperator exact = tanh ? DoubleReference::geluTanh : DoubleReference::gelu;
        int n = 20_001;
        float[] y = new float[n];
        for (int i = 0; i < n; i++) {
            y[i] = (i - n / 2) * 1e-3f;
        }
        float[] x = y.clone();
        kernels().gelu(y, 0, n, tanh);
        for (int i = 0; i < n; i++) {
            double expected = exact.applyAsDouble(x[i]);
            assertThat((double) y[i])
                    .as("gelu(%g)", x[i])
                    .isCloseTo(expected, relative(expected, 5e-6));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    default void geluOfExtremes(boolean tanh) {
        float[] y = {50, -50, 1e30f, -1e30f, 3e38f, -3e38f, 0, 1e-30f, Float.NaN};
        kernels().gelu(y, 0, y.length, tanh);
        assertThat(y[0]).isEqualTo(50);
        assertThat(y[1]).isZero();
        assertThat(y[2]).isEqualTo(1e30f);
        assertThat(y[3]).isZero();
        assertThat(y[4]).isEqualTo(3e38f);
        assertThat(y[5]).isZero();
        assertThat(y[6]).isZero();
        assertThat(y[7]).isCloseTo(5e-31f, within(1e-36f));
        assertThat(y[8]).isNaN();
    }

    @ParameterizedTest
    @MethodSource(SIZES)
    default void geluOfAnyLength(int n) {
        for (boolean tanh : new boolean[] {false, true}) {
            float[] y = guarded(n, 2, 1);
            float[] x = y.clone();
            kernels().gelu(y, OFFSET, n, tanh);
            for (int i = OFFSET; i < OFFSET + n; i++) {
                double expected =
                        tanh ? DoubleReference.geluTanh(x[i]) : DoubleReference.gelu(x[i]);
                assertThat((double) y[i]).isCloseTo(expected, relative(expected, 5e-6));
            }
            assertGuards(y, n);
        }
    }

    @ParameterizedTest
    @MethodSource(SIZES)
    default void softmax(int n) {
        for (float magnitude : new float[] {0, 1, 30, 1e4f, 1e30f}) {
            float[] x = guarded(n, magnitude, 1);
            double[] expected =
                    DoubleReference.softmax(range(n).mapToDouble(i -> x[OFFSET + i]).toArray());
            kernels().softmax(x, OFFSET, n);
            for (int i = 0; i < n; i++) {
                assertThat((double) x[OFFSET + i])
                        .as("magnitude %g", magnitude)
                        .isCloseTo(expected[i], within(1e-7 + 2e-6 * expected[i]));
            }
            assertGuards(x, n);
        }
    }

    @Test
    default void softmaxOfMaskedAndBrokenRows() {
        float[] masked = {Float.NEGATIVE_INFINITY, 2, Float.NEGATIVE_INFINITY, 2};
        kernels().softmax(masked, 0, 4);
        assertThat(masked).containsExactly(0, 0.5f, 0, 0.5f);

        float[] nan = new float[37];
        nan[20] = Float.NaN;
        kernels().softmax(nan, 0, nan.length);
        assertThat(nan).containsOnly(Float.NaN);

        float[] infinite = new float[37];
        infinite[20] = Float.POSITIVE_INFINITY;
        kernels().softmax(infinite, 0, infinite.length);
        assertThat(infinite[20]).isNaN();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 16, 32, 33, 64})
    default void rotate(int pairs) {
        int n = 2 * pairs;
        float[] x = guarded(n, 1, 1);
        float[] before = x.clone();
        float[] cosSin = guarded(n, 0, 2);
        for (int i = 0; i < pairs; i++) {
            cosSin[OFFSET + 2 * i] = (float) Math.cos(i * 0.7 + 0.1);
            cosSin[OFFSET + 2 * i + 1] = (float) Math.sin(i * 0.7 + 0.1);
        }
        kernels().rotate(x, OFFSET, cosSin, OFFSET, pairs);
        for (int i = OFFSET; i < OFFSET + n; i += 2) {
            double cos = cosSin[i];
            double sin = cosSin[i + 1];
            assertThat((double) x[i])
                    .isCloseTo(before[i] * cos - before[i + 1] * sin, within(1e-6));
            assertThat((double) x[i + 1])
                    .isCloseTo(before[i] * sin + before[i + 1] * cos, within(1e-6));
        }
        assertGuards(x, n);
    }

    @Test
    default void nothingAllocatesOnceWarm() {
        int n = 577;
        float[] x = normals(n, 1, 1);
        float[] y = normals(n, 1, 2);
        float[] weight = new float[n];
        Arrays.fill(weight, 1);
        AllocationMeter.assertEventuallyNone(() -> {
            kernels().rmsNorm(x, 0, weight, EPSILON, y, 0, n);
            kernels().layerNorm(x, 0, weight, weight, EPSILON, y, 0, n);
            kernels().add(x, 0, y, 0, n);
            kernels().clamp(y, 0, n, 3);
            kernels().siluMultiply(y, 0, x, 0, n);
            kernels().gelu(y, 0, n, true);
            kernels().gelu(y, 0, n, false);
            kernels().softmax(y, 0, n);
            kernels().rotate(y, 0, x, 0, n / 2);
        });
    }

    private static IntStream range(int n) {
        return IntStream.range(0, n);
    }

    private static float[] normals(int n, float magnitude, long seed) {
        Random random = new Random(seed);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) random.nextGaussian() * magnitude;
        }
        return x;
    }

    private static float[] guarded(int n, float magnitude, long seed) {
        float[] x = new float[OFFSET + n + 40];
        Arrays.fill(x, GUARD);
        System.arraycopy(normals(n, magnitude, seed), 0, x, OFFSET, n);
        return x;
    }

    private static void assertGuards(float[] x, int n) {
        assertThat(Arrays.copyOf(x, OFFSET)).containsOnly(GUARD);
        assertThat(Arrays.copyOfRange(x, OFFSET + n, x.length)).containsOnly(GUARD);
    }

    private static Offset<Double> relative(double expected, double error) {
        return within(Math.abs(expected) * error + 5e-7);
    }
}
