package dev.triglot.engine.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triglot.engine.error.TriglotException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every prefix and every flipped bit of small headers: a result or a typed error, at low cost. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class HostileHeaderTest {
    private static final long MAX_ALLOCATED = 4 << 20;

    static Stream<Arguments> models() {
        return Stream.of(
                Arguments.of("llama", TestModels.llama()),
                Arguments.of("llama, GGUF v1", TestModels.llama(new GgufBuilder().version(1))),
                Arguments.of("gptj", TestModels.gptJ()),
                Arguments.of("mpt", TestModels.mpt()),
                Arguments.of("raw bytes", TestModels.rawBytes(new GgufBuilder())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void refusesEveryPrefix(String name, GgufBuilder model) {
        byte[] bytes = model.build();
        int header = model.header().length;
        for (int length = 0; length < header; length++) {
            byte[] prefix = Arrays.copyOf(bytes, length);
            assertThat(fails(prefix)).as("prefix of %d bytes", length).isTrue();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void survivesEveryFlippedBit(String name, GgufBuilder model) {
        byte[] bytes = model.build();
        int header = model.header().length;
        int refused = 0;
        for (int bit = 0; bit < 8 * header; bit++) {
            bytes[bit / 8] ^= (byte) (1 << (bit % 8));
            refused += fails(bytes) ? 1 : 0;
            bytes[bit / 8] ^= (byte) (1 << (bit % 8));
        }
        assertThat(fails(bytes)).isFalse();
        assertThat(refused).isPositive();
    }

    /** Whether reading throws what it may throw; anything else fails the test. */
    private static boolean fails(byte[] bytes) {
        boolean[] failed = new boolean[1];
        long allocated =
                Allocations.during(() -> {
                    try {
                        TestModels.open(bytes).description();
                    } catch (TriglotException expected) {
                        failed[0] = true;
                    }
                });
        assertThat(allocated).isLessThan(MAX_ALLOCATED);
        return failed[0];
    }
}
