package dev.triglot.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyValueTypeTest {
    private static final int POSITIONS = 150;

    /** Half a step of rounding, relative to the largest element of a group. */
    private static double error(KeyValueType type) {
        return switch (type) {
            case F32 -> 0;
            case F16 -> 1.0 / 2048;
            case Q8_0 -> 0.51 / 127;
        };
    }

    @ParameterizedTest
    @CsvSource({"F32,64", "F16,64", "F16,36", "Q8_0,128", "Q8_0,80", "Q8_0,20"})
    void whatIsStoredIsReadBack(KeyValueType type, int width) {
        Random random = new Random(3);
        float[][] rows = new float[POSITIONS][width];
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment keys = arena.allocate(type.bytes(POSITIONS, width));
            MemorySegment values = arena.allocate(type.bytes(POSITIONS, width));
            // In an order that would show if one position touched another.
            for (int i = POSITIONS - 1; i >= 0; i--) {
                for (int j = 0; j < width; j++) {
                    rows[i][j] = (float) random.nextGaussian() * (i + 1);
                }
                type.storeKey(keys, i, width, rows[i], 0);
                type.storeValue(values, i, width, rows[i], 0);
            }
            float[] key = new float[width];
            float[] value = new float[width];
            for (int i = 0; i < POSITIONS; i++) {
                type.readKey(keys, i, width, key);
                type.readValue(values, i, width, value);
                for (int j = 0; j < width; j++) {
                    double bound = error(type) * 6 * (i + 1);
                    assertThat((double) key[j]).isCloseTo(rows[i][j], within(bound));
                    assertThat(value[j]).isEqualTo(key[j]);
                }
            }
        }
    }

    @Test
    void zerosAndWhatIsNotFiniteSurviveBytes() {
        KeyValueType type = KeyValueType.Q8_0;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment keys = arena.allocate(type.bytes(2, 2));
            type.storeKey(keys, 0, 2, new float[] {0, 0}, 0);
            type.storeKey(keys, 1, 2, new float[] {1, Float.NaN}, 0);
            float[] key = new float[2];
            type.readKey(keys, 0, 2, key);
            assertThat(key).containsExactly(0, 0);
            type.readKey(keys, 1, 2, key);
            assertThat(key).containsOnly(Float.NaN);
        }
    }

    @Test
    void bytesTakeLittleMoreThanAQuarterOfFloats() {
        assertThat(KeyValueType.F32.bytes(4096, 64)).isEqualTo(4096 * 64 * 4);
        assertThat(KeyValueType.F16.bytes(4096, 64)).isEqualTo(4096 * 64 * 2);
        assertThat(KeyValueType.Q8_0.bytes(4096, 64)).isEqualTo(4096 * 68);
        assertThat(KeyValueType.F16.bytes(1, 64)).isEqualTo(KeyValueType.POSITIONS * 64 * 2);
    }
}
