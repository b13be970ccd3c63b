package dev.triglot.engine.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.tensor.GgmlType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Codecs against vectors of the gguf package, bit by bit; see make_vectors.py beside them. */
class BlockCodecsTest {
    static Set<GgmlType> supported() {
        return BlockCodecs.supported();
    }

    /** The types whose encoding is fixed; others search, see {@link SearchedFormatTest}. */
    static Stream<GgmlType> writable() {
        return Stream.of(
                GgmlType.F32,
                GgmlType.F16,
                GgmlType.BF16,
                GgmlType.Q4_0,
                GgmlType.Q4_1,
                GgmlType.Q5_0,
                GgmlType.Q5_1,
                GgmlType.Q8_0);
    }

    @ParameterizedTest
    @MethodSource("supported")
    void dequantizesExactly(GgmlType type) {
        MemorySegment blocks = MemorySegment.ofArray(resource(type + ".blocks"));
        float[] expected = floats(type + ".values");
        float[] actual = new float[expected.length];

        BlockCodecs.of(type).dequantize(blocks, 0, actual, 0, actual.length);

        assertThat(actual).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("supported")
    void dequantizesARangeAtAnyOffsetAndAlignment(GgmlType type) {
        byte[] bytes = resource(type + ".blocks");
        float[] expected = floats(type + ".values");
        int size = type.blockSize();
        int from = 2 * size;
        int n = expected.length - 3 * size;
        float[] actual = new float[7 + n + 5];
        Arrays.fill(actual, Float.NaN);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment unaligned = arena.allocate(bytes.length + 1).asSlice(1);
            MemorySegment.copy(bytes, 0, unaligned, ValueLayout.JAVA_BYTE, 0, bytes.length);

            BlockCodecs.of(type).dequantize(unaligned, from, actual, 7, n);
        }

        assertThat(Arrays.copyOfRange(actual, 7, 7 + n))
                .isEqualTo(Arrays.copyOfRange(expected, from, from + n));
        assertThat(Arrays.copyOf(actual, 7)).containsOnly(Float.NaN);
        assertThat(Arrays.copyOfRange(actual, 7 + n, actual.length)).containsOnly(Float.NaN);
    }

    @ParameterizedTest
    @MethodSource("writable")
    void quantizesLikeTheReference(GgmlType type) {
        float[] input = floats("input.values");
        byte[] expected = resource(type + ".quantized");
        byte[] actual = new byte[expected.length];

        BlockCodecs.encoder(type)
                .quantize(input, 0, MemorySegment.ofArray(actual), 0, input.length);

        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void namesATypeWithoutCodecAndThoseThatHaveOne() {
        assertThat(BlockCodecs.supports(GgmlType.IQ1_S)).isFalse();
        assertThatThrownBy(() -> BlockCodecs.of(GgmlType.IQ1_S))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("IQ1_S")
                .hasMessageContaining("F32, F16, Q4_0")
                .hasMessageContaining("IQ4_XS");
        assertThatThrownBy(() -> BlockCodecs.encoder(GgmlType.Q4_2))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("Q4_2")
                .hasMessageContaining("F32, F16, Q4_0");
    }

    private static byte[] resource(String name) {
        try (InputStream in = BlockCodecsTest.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static float[] floats(String name) {
        return MemorySegment.ofArray(resource(name)).toArray(LittleEndian.FLOAT);
    }
}
