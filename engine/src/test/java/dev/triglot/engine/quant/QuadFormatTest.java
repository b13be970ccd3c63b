package dev.triglot.engine.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.triglot.engine.quant.QuadFormat.Groups;
import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Tensor;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a row is taken apart into means the same values as its dequantization. */
class QuadFormatTest {
    private static final int COLUMNS = 768;

    static Stream<GgmlType> types() {
        return BlockCodecs.supported().stream()
                .filter(type -> BlockCodecs.of(type) instanceof QuadFormat);
    }

    @ParameterizedTest
    @MethodSource("types")
    void meansTheSameValues(GgmlType type) {
        Tensor tensor = RandomTensors.of(type, 3, COLUMNS, 1);
        float[] expected = new float[COLUMNS];
        BlockCodecs.of(type).dequantize(tensor.data(), COLUMNS, expected, 0, COLUMNS);
        QuadFormat format = (QuadFormat) BlockCodecs.of(type);
        long[] quads = new long[COLUMNS / 2];
        float[] scales = new float[COLUMNS / 16];
        float[] mins = new float[COLUMNS / 16];

        format.unpack(tensor.data(), COLUMNS, COLUMNS, quads, scales, mins);

        int size = format.groups() == Groups.OF_16 ? 16 : 32;
        for (int i = 0; i < COLUMNS; i++) {
            int q = integer(format.groups(), quads, i);
            float value = scales[i / size] * q - mins[i / size];
            assertThat(value).as("element %d", i).isCloseTo(expected[i], within(1e-6f));
        }
    }

    private static int integer(Groups groups, long[] quads, int i) {
        if (groups == Groups.OF_32_BYTES) {
            int low = field(quads, i / 32 * 16 + i % 32 / 8 * 2 + i % 2, i);
            int high = field(quads, i / 32 * 16 + 8 + i % 32 / 8 * 2 + i % 2, i);
            return 16 * high + low;
        }
        return field(quads, i / 8 * 2 + i % 2, i);
    }

    /** The field of element i: rounding to nearest gives back what a negative field below took. */
    private static int field(long[] quads, int quad, int i) {
        int bits = i % 8 / 2 * 16;
        long half = bits == 0 ? 0 : 1L << (bits - 1);
        return (short) ((quads[quad] + half) >> bits);
    }

    @ParameterizedTest
    @MethodSource("types")
    void integersStayWithinTheirPromise(GgmlType type) {
        Tensor tensor = RandomTensors.of(type, 1, COLUMNS, 2);
        QuadFormat format = (QuadFormat) BlockCodecs.of(type);
        long[] quads = new long[COLUMNS / 2];
        format.unpack(
                tensor.data(), 0, COLUMNS, quads, new float[COLUMNS / 16], new float[COLUMNS / 16]);
        int most =
                switch (format.groups()) {
                    case OF_32 -> 16;
                    case OF_16 -> 32;
                    case OF_32_BYTES -> 127;
                };
        // No writer uses -128, but a byte can be.
        int least = format.groups() == Groups.OF_32_BYTES ? Byte.MIN_VALUE : -most;
        for (int i = 0; i < COLUMNS; i++) {
            assertThat(integer(format.groups(), quads, i)).isBetween(least, most);
        }
    }
}
