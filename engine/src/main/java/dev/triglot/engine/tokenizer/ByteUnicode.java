package dev.triglot.engine.tokenizer;

import org.jspecify.annotations.Nullable;

/**
 * GPT-2's way to write any byte as a printable character: printable Latin-1 stands for itself, the
 * other 68 bytes are, in order, the characters from U+0100 on.
 */
final class ByteUnicode {
    private static final int LIMIT = 0x100 + 68;
    private static final short UNMAPPED = -1;
    private static final short[] BYTE_OF_CHARACTER = table();
    private static final char[] CHARACTER_OF_BYTE = inverse();

    private ByteUnicode() {}

    private static short[] table() {
        short[] table = new short[LIMIT];
        int next = 0x100;
        for (short b = 0; b < 0x100; b++) {
            boolean printable = (b > ' ' && b < 0x7F) || (b > 0xA0 && b != 0xAD);
            if (!printable) {
                table[b] = UNMAPPED;
            }
            table[printable ? b : next++] = b;
        }
        return table;
    }

    /** The bytes that UTF-8 text stands for; null if a character is none of the 256. */
    static byte @Nullable [] decode(byte[] utf8) {
        byte[] decoded = new byte[utf8.length];
        int size = 0;
        for (int i = 0; i < utf8.length; i++) {
            int character = utf8[i] & 0xFF;
            if (character >= 0x80) {
                boolean two = (character & 0xE0) == 0xC0 && i + 1 < utf8.length;
                if (!two || (utf8[i + 1] & 0xC0) != 0x80) {
                    return null;
                }
                character = ((character & 0x1F) << 6) | (utf8[++i] & 0x3F);
            }
            if (character >= LIMIT || BYTE_OF_CHARACTER[character] == UNMAPPED) {
                return null;
            }
            decoded[size++] = (byte) BYTE_OF_CHARACTER[character];
        }
        return java.util.Arrays.copyOf(decoded, size);
    }

    /** Bytes in printable form, as UTF-8. */
    static byte[] encode(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        for (byte value : bytes) {
            text.append(CHARACTER_OF_BYTE[value & 0xFF]);
        }
        return text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static char[] inverse() {
        char[] characters = new char[0x100];
        for (char c = 0; c < LIMIT; c++) {
            if (BYTE_OF_CHARACTER[c] != UNMAPPED) {
                characters[BYTE_OF_CHARACTER[c]] = c;
            }
        }
        return characters;
    }
}
