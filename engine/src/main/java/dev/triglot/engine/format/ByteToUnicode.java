package dev.triglot.engine.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * GPT-2's printable form of bytes: the printable characters of Latin-1 stand for themselves, the
 * other bytes for U+0100 and following.
 *
 * <p>Source: {@code bytes_to_unicode} in the GPT-2 release (Radford et al. 2019).
 */
final class ByteToUnicode {
    private static final int BYTES = 256;

    /** The character of each byte. */
    private static final char[] CHARACTERS = new char[BYTES];

    /** The byte of each character, or -1. */
    private static final short[] VALUES = new short[2 * BYTES];

    static {
        Arrays.fill(VALUES, (short) -1);
        char next = BYTES;
        for (int value = 0; value < BYTES; value++) {
            CHARACTERS[value] = printable(value) ? (char) value : next++;
            VALUES[CHARACTERS[value]] = (short) value;
        }
    }

    private ByteToUnicode() {}

    /** All bytes in the order of their characters: that of their tokens in GPT-2's vocabulary. */
    static byte[] alphabet() {
        byte[] alphabet = new byte[BYTES];
        int size = 0;
        for (short value : VALUES) {
            if (value >= 0) {
                alphabet[size++] = (byte) value;
            }
        }
        return alphabet;
    }

    /** Where the bytes that are not ASCII begin in {@link #alphabet}. */
    static int firstAboveAscii() {
        return '~' - '!' + 1;
    }

    /** The bytes that a printable form stands for; the argument itself where it is none. */
    static byte[] toRaw(byte[] printable) {
        String text = new String(printable, UTF_8);
        byte[] raw = new byte[text.length()];
        for (int i = 0; i < raw.length; i++) {
            char character = text.charAt(i);
            int value = character < VALUES.length ? VALUES[character] : -1;
            if (value < 0) {
                return printable;
            }
            raw[i] = (byte) value;
        }
        return raw;
    }

    /**
     * Whether tokens are raw bytes rather than in printable form: a byte-level vocabulary has a
     * token for each single byte, so the form of those that need translation tells.
     */
    static boolean isRawVocabulary(byte[][] tokens) {
        int raw = 0;
        int translated = 0;
        for (byte[] token : tokens) {
            if (token.length == 1 && !printable(token[0] & 0xff)) {
                raw++;
            } else if (token.length == 2) {
                byte[] value = toRaw(token);
                if (value.length == 1) {
                    translated++;
                }
            }
        }
        return raw > translated;
    }

    private static boolean printable(int value) {
        return (value >= '!' && value <= '~')
                || (value >= 0xa1 && value <= 0xac)
                || (value >= 0xae && value <= 0xff);
    }
}
