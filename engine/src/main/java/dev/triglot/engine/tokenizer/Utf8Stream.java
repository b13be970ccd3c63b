package dev.triglot.engine.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Text from bytes that arrive in pieces: hands out whole characters only and keeps the beginning of
 * one until the rest is there. What all calls return together is the text of all bytes together;
 * malformed bytes are U+FFFD. Not for more than one thread.
 */
public final class Utf8Stream {
    private byte[] pending = new byte[64];
    private int size;

    /** Takes bytes and returns the characters that are complete, which may be none. */
    public String accept(byte[] bytes) {
        if (pending.length - size < bytes.length) {
            pending = Arrays.copyOf(pending, size + bytes.length);
        }
        System.arraycopy(bytes, 0, pending, size, bytes.length);
        size += bytes.length;
        return take(size - incompleteTail());
    }

    /** Ends the text: a character that is still incomplete becomes U+FFFD. */
    public String flush() {
        return take(size);
    }

    private String take(int count) {
        if (count == 0) {
            return "";
        }
        String text = new String(pending, 0, count, StandardCharsets.UTF_8);
        System.arraycopy(pending, count, pending, 0, size - count);
        size -= count;
        return text;
    }

    /** Length of the beginning of a character at the end; 0 if nothing could complete it. */
    private int incompleteTail() {
        for (int length = 1; length <= Math.min(3, size); length++) {
            int first = pending[size - length] & 0xFF;
            if ((first & 0xC0) != 0x80) {
                return isBeginning(pending, size - length, length) ? length : 0;
            }
        }
        return 0;
    }

    /**
     * Unicode, table 3-7: the second byte tells overlong forms and what is beyond U+10FFFF.
     * Surrogates wait for their third byte, as Java's decoder makes one U+FFFD of all three.
     */
    private static boolean isBeginning(byte[] bytes, int at, int length) {
        int first = bytes[at] & 0xFF;
        if (first < 0xC2 || first > 0xF4) {
            return false;
        }
        int needed = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (length >= needed) {
            return false;
        }
        if (length == 1) {
            return true;
        }
        int second = bytes[at + 1] & 0xFF;
        return switch (first) {
            case 0xE0 -> second >= 0xA0;
            case 0xF0 -> second >= 0x90;
            case 0xF4 -> second < 0x90;
            default -> true;
        };
    }
}
