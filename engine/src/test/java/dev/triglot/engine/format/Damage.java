package dev.triglot.engine.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Random damage to well-formed files. */
final class Damage {
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

    /** What breaks the structure or the meaning of JSON, or of lines. */
    private static final String[] TEXTS = {
        "null",
        "true",
        "-1",
        "0",
        "1",
        "1e999",
        "9223372036854775808",
        "0.5",
        "\"\"",
        "\"a\"",
        "[]",
        "{}",
        "[[[[[[[[",
        "{\"a\":",
        "]",
        "}",
        ",",
        ":",
        "\"",
        "\\",
        "\\ud800",
        "\u2581",
        "\0",
        "\n",
        " "
    };

    private Damage() {}

    /** The same to a text: what replaces is text too, mostly whole values. */
    static byte[] text(SplittableRandom random, byte[] bytes) {
        if (bytes.length < 16 || random.nextInt(8) == 0) {
            return binary(random, bytes);
        }
        byte[] text = bytes;
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(text.length);
            // Where a value begins, if there is one.
            while (at > 0 && ":[, ".indexOf(text[at - 1]) < 0 && random.nextInt(20) != 0) {
                at--;
            }
            int end = at;
            while (end < text.length && ",]}".indexOf(text[end]) < 0 && random.nextInt(40) != 0) {
                end++;
            }
            text = splice(text, at, end, TEXTS[random.nextInt(TEXTS.length)].getBytes(UTF_8));
        }
        return text;
    }

    /** One to three changes of bits, bytes, numbers and lengths. */
    static byte[] binary(SplittableRandom random, byte[] model) {
        byte[] bytes = model.clone();
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times; i++) {
            bytes = change(random, bytes);
        }
        return bytes;
    }

    private static byte[] change(SplittableRandom random, byte[] bytes) {
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
}
