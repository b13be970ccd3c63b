package dev.triglot.engine.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triglot.engine.error.TriglotException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random damage to well-formed files. {@code -Dtriglot.fuzz.inputs} sets the number of inputs per
 * seed.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class GgufFuzzTest {
    private static final int INPUTS = Integer.getInteger("triglot.fuzz.inputs", 5_000);
    private static final long MAX_ALLOCATED = 16 << 20;

    /** Numbers that break arithmetic on sizes. */
    private static final long[] NUMBERS = {
        0,
        1,
        2,
        3,
        7,
        8,
        9,
        12,
        13,
        31,
        32,
        33,
        0x7f,
        0x80,
        0xff,
        0x100,
        0x7fff,
        0xffff,
        0x10000,
        0x7fff_ffffL,
        0x8000_0000L,
        0xffff_ffffL,
        0x1_0000_0000L,
        1L << 60,
        1L << 62,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1,
        -2,
        -8,
        -31,
        -32
    };

    private static final List<byte[]> MODELS =
            List.of(
                    TestModels.llama().build(),
                    TestModels.llama(new GgufBuilder().version(1)).build(),
                    TestModels.llama(new GgufBuilder().alignment(64)).build(),
                    TestModels.gptJ().build(),
                    TestModels.mpt().build(),
                    TestModels.rawBytes(new GgufBuilder()).build());

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void damageGivesAResultOrATypedError(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int loaded = 0;
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = damage(random, MODELS.get(random.nextInt(MODELS.size())));
            loaded += loads(input) ? 1 : 0;
        }
        // Neither hopeless nor harmless, or it would show nothing.
        assertThat(loaded).isBetween(INPUTS / 100, INPUTS * 9 / 10);
    }

    private static byte[] damage(SplittableRandom random, byte[] model) {
        byte[] bytes = model.clone();
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times; i++) {
            bytes = damageOnce(random, bytes);
        }
        return bytes;
    }

    private static byte[] damageOnce(SplittableRandom random, byte[] bytes) {
        if (bytes.length < 16) {
            return bytes;
        }
        // The fixed header has few bytes, but everything hangs on it.
        int bound = random.nextInt(10) == 0 ? 24 : bytes.length;
        int at = random.nextInt(Math.min(bound, bytes.length - 8));
        long number = NUMBERS[random.nextInt(NUMBERS.length)];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        switch (random.nextInt(8)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2 -> buffer.putInt(at, (int) number);
            case 3 -> buffer.putLong(at, number);
            case 4 -> buffer.putInt(at, buffer.getInt(at) + random.nextInt(-2, 3));
            case 5 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 6 -> {
                int length = random.nextInt(Math.min(64, bytes.length - at));
                return splice(bytes, at, at + length, new byte[0]);
            }
            default -> {
                int from = random.nextInt(bytes.length);
                int length = random.nextInt(Math.min(64, bytes.length - from));
                return splice(bytes, at, at, Arrays.copyOfRange(bytes, from, from + length));
            }
        }
        return bytes;
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] replacement) {
        return ByteBuffer.allocate(bytes.length - (to - from) + replacement.length)
                .put(bytes, 0, from)
                .put(replacement)
                .put(bytes, to, bytes.length - to)
                .array();
    }

    private static boolean loads(byte[] input) {
        boolean[] loaded = new boolean[1];
        long allocated =
                Allocations.during(() -> {
                    try {
                        TestModels.open(input).description();
                        loaded[0] = true;
                    } catch (TriglotException expected) {
                        assertThat(expected.getMessage()).contains(TestModels.FILE.toString());
                    }
                });
        assertThat(allocated).isLessThan(MAX_ALLOCATED);
        return loaded[0];
    }
}
