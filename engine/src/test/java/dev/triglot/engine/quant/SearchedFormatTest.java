package dev.triglot.engine.quant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triglot.engine.tensor.GgmlType;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Encoders that search for scales: what is written is decoded by the exact decoders. */
class SearchedFormatTest {
    private static final int COLUMNS = 1024;
    private static final int ROWS = 64;

    /**
     * Relative root mean square error that llama.cpp's encoder (ggml_quantize_chunk, 2026) makes on
     * normal values, squares weighted by magnitude.
     */
    private static final Map<GgmlType, Double> REFERENCE = new EnumMap<>(GgmlType.class);

    static {
        REFERENCE.put(GgmlType.Q2_K, 0.19255);
        REFERENCE.put(GgmlType.Q3_K, 0.10427);
        REFERENCE.put(GgmlType.Q4_K, 0.04876);
        REFERENCE.put(GgmlType.Q5_K, 0.02506);
        REFERENCE.put(GgmlType.Q6_K, 0.01155);
        REFERENCE.put(GgmlType.IQ4_NL, 0.05894);
        REFERENCE.put(GgmlType.IQ4_XS, 0.05979);
    }

    static Set<GgmlType> types() {
        return REFERENCE.keySet();
    }

    private static float[] normal(int n, float scale) {
        Random random = new Random(n);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = scale * (float) random.nextGaussian();
        }
        return values;
    }

    private static float[] roundTrip(GgmlType type, float[] x, float @Nullable [] importance) {
        MemorySegment blocks =
                MemorySegment.ofArray(new byte[Math.toIntExact(type.rowBytes(x.length))]);
        BlockCodecs.encoder(type).quantize(x, importance, Rounding.SCALAR, 0, blocks, 0, x.length);
        float[] result = new float[x.length];
        BlockCodecs.of(type).dequantize(blocks, 0, result, 0, x.length);
        return result;
    }

    private static double relativeError(float[] x, float[] y, float[] weights) {
        double error = 0;
        double size = 0;
        for (int i = 0; i < x.length; i++) {
            double difference = (double) x[i] - y[i];
            error += weights[i] * difference * difference;
            size += weights[i] * (double) x[i] * x[i];
        }
        return Math.sqrt(error / size);
    }

    private static float[] magnitudes(float[] x) {
        float[] result = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            result[i] = Math.abs(x[i]);
        }
        return result;
    }

    @ParameterizedTest
    @MethodSource("types")
    void isAsCloseAsTheReferenceAtAnyMagnitude(GgmlType type) {
        double bound = 1.01 * REFERENCE.getOrDefault(type, 0.0);
        for (float scale : new float[] {1, 0.02f, 300}) {
            float[] x = normal(ROWS * COLUMNS, scale);
            assertThat(relativeError(x, roundTrip(type, x, null), magnitudes(x)))
                    .as("%s at %s", type, scale)
                    .isLessThan(bound);
        }
    }

    static Stream<GgmlType> typesWithImportance() {
        return Stream.concat(
                types().stream(),
                Stream.of(GgmlType.Q4_0, GgmlType.Q4_1, GgmlType.Q5_0, GgmlType.Q5_1));
    }

    @ParameterizedTest
    @MethodSource("typesWithImportance")
    void spendsItsErrorWhereItMattersLeast(GgmlType type) {
        float[] x = normal(ROWS * COLUMNS, 1);
        float[] importance = new float[x.length];
        Random random = new Random(5);
        for (int column = 0; column < COLUMNS; column++) {
            float weight = (float) Math.exp(1.5 * random.nextGaussian());
            for (int row = 0; row < ROWS; row++) {
                importance[row * COLUMNS + column] = weight;
            }
        }

        double without = relativeError(x, roundTrip(type, x, null), importance);
        double with = relativeError(x, roundTrip(type, x, importance), importance);

        assertThat(with).isLessThan(0.97 * without);
    }

    @ParameterizedTest
    @MethodSource("types")
    void keepsZeros(GgmlType type) {
        assertThat(magnitudes(roundTrip(type, new float[512], null))).containsOnly(0f);
        float[] some = normal(512, 1);
        Arrays.fill(some, 0, 256, 0);
        assertThat(magnitudes(Arrays.copyOf(roundTrip(type, some, null), 256))).containsOnly(0f);
    }

    @ParameterizedTest
    @MethodSource("typesWithImportance")
    void takesElementsThatNothingDependsOn(GgmlType type) {
        float[] x = normal(512, 1);
        assertThat(roundTrip(type, x, new float[512])).doesNotContain(Float.NaN);
    }

    @ParameterizedTest
    @MethodSource("types")
    void survivesExtremes(GgmlType type) {
        float[] x = new float[1024];
        Arrays.fill(x, 0, 256, 1.5f);
        Arrays.fill(x, 256, 512, -1.5f);
        x[600] = 60_000;
        Arrays.fill(x, 768, 1024, Float.MIN_VALUE);
        float[] y = roundTrip(type, x, null);
        float tolerance = 0.02f;
        for (int i = 0; i < 512; i++) {
            assertThat(y[i]).as("equal values").isBetween(x[i] - tolerance, x[i] + tolerance);
        }
        assertThat(y[600]).as("one among zeros").isBetween(59_000f, 61_000f);
        for (int i = 768; i < 1024; i++) {
            assertThat(y[i]).as("too small for the scales").isBetween(-1e-6f, 1e-6f);
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void writesOnlyItsBlocks(GgmlType type) {
        int size = type.blockSize();
        float[] x = normal(4 * size, 1);
        byte[] bytes = new byte[4 * type.blockBytes()];
        Arrays.fill(bytes, (byte) 0x5a);
        BlockCodecs.encoder(type).quantize(x, size, MemorySegment.ofArray(bytes), size, 2 * size);
        byte[] whole = new byte[4 * type.blockBytes()];
        BlockCodecs.encoder(type).quantize(x, 0, MemorySegment.ofArray(whole), 0, 4 * size);

        int from = type.blockBytes();
        int to = 3 * type.blockBytes();
        assertThat(Arrays.copyOfRange(bytes, from, to))
                .isEqualTo(Arrays.copyOfRange(whole, from, to));
        assertThat(Arrays.copyOf(bytes, from)).containsOnly(0x5a);
        assertThat(Arrays.copyOfRange(bytes, to, bytes.length)).containsOnly(0x5a);
    }
}
