package dev.triglot.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triglot.engine.quant.QuadFormat.Groups;
import dev.triglot.engine.quant.Quads;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The integers are exact up to the largest that the fields are promised to hold. */
class QuadDotTest {
    private static final int COLUMNS = 64;

    @ParameterizedTest
    @EnumSource(Groups.class)
    void extremesAreExact(Groups groups) {
        int most = largest(groups);
        int least = groups == Groups.OF_32_BYTES ? -128 : -most;
        for (int w : new int[] {least, most}) {
            for (int x : new int[] {-127, 127}) {
                assertExact(groups, i -> w, i -> x);
                assertExact(groups, i -> i % 2 == 0 ? w : -w - (w == -128 ? 1 : 0), i -> x);
                assertExact(groups, i -> w, i -> i % 4 < 2 ? x : -x);
                assertExact(groups, i -> i < 16 ? w : 0, i -> i % 8 == 0 ? x : -x);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Groups.class)
    void randomIntegersAreExact(Groups groups) {
        Random random = new Random(1);
        int most = largest(groups);
        for (int round = 0; round < 2000; round++) {
            int[] w = random.ints(COLUMNS, -most, most + 1).toArray();
            int[] x = random.ints(COLUMNS, -127, 128).toArray();
            assertExact(groups, i -> w[i], i -> x[i]);
        }
    }

    private static int largest(Groups groups) {
        return switch (groups) {
            case OF_32 -> 16;
            case OF_16 -> 32;
            case OF_32_BYTES -> 127;
        };
    }

    private static void assertExact(Groups groups, IntUnaryOperator w, IntUnaryOperator x) {
        long[] quads = quads(groups, w);
        float[] ones = new float[COLUMNS / 16];
        float[] zeros = new float[COLUMNS / 16];
        Arrays.fill(ones, 1);
        Activations activations = new Activations(1, COLUMNS);
        activations.reset(1, COLUMNS);
        PackedActivations packed = PackedActivations.of(activations);
        long expected = 0;
        for (int i = 0; i < COLUMNS; i++) {
            expected += (long) w.applyAsInt(i) * x.applyAsInt(i);
        }
        for (int i = 0; i < COLUMNS; i += 8) {
            for (int parity = 0; parity < 2; parity++) {
                int c = i + parity;
                packed.quads[i / 4 + parity] =
                        Quads.reversed(
                                x.applyAsInt(c),
                                x.applyAsInt(c + 2),
                                x.applyAsInt(c + 4),
                                x.applyAsInt(c + 6));
            }
        }
        Arrays.fill(packed.scales, 1);

        float dot =
                switch (groups) {
                    case OF_32 -> QuadDot.groupsOf32(quads, ones, zeros, packed, 0, COLUMNS);
                    case OF_16 -> QuadDot.groupsOf16(quads, ones, zeros, packed, 0, COLUMNS);
                    case OF_32_BYTES -> QuadDot.bytes(quads, ones, packed, 0, COLUMNS);
                };

        assertThat(dot).isEqualTo((float) expected);
    }

    /** Weights by the definition of a quad: the sum of q[k] * 2^(16k). */
    private static long[] quads(Groups groups, IntUnaryOperator w) {
        if (groups != Groups.OF_32_BYTES) {
            return plane(w);
        }
        long[] low = plane(i -> w.applyAsInt(i) & 0xF);
        long[] high = plane(i -> w.applyAsInt(i) >> 4);
        long[] quads = new long[low.length * 2];
        for (int i = 0; i < low.length; i += 8) {
            System.arraycopy(low, i, quads, i * 2, 8);
            System.arraycopy(high, i, quads, i * 2 + 8, 8);
        }
        return quads;
    }

    private static long[] plane(IntUnaryOperator w) {
        long[] quads = new long[COLUMNS / 4];
        for (int i = 0; i < COLUMNS; i++) {
            int quad = i / 8 * 2 + i % 2;
            quads[quad] += (long) w.applyAsInt(i) << (i % 8 / 2 * 16);
        }
        return quads;
    }
}
