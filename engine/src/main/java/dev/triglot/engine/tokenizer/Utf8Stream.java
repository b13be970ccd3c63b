package dev.triglot.engine.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Text from bytes that arrive in pieces: hands out whole characters only and keeps the beginning of
 * one until the rest is there. What all calls return together is the text of all bytes together;
 * malformed bytes are U+FFFD. Not for more than one thread.
 */
public final class Utf8Stream {
    private byte[] pending = {};

    /** Takes bytes and returns the characters that are complete, which may be none. */
    public String accept(byte[] bytes) {
        byte[] all = Arrays.copyOf(pending, pending.length + bytes.length);
        System.arraycopy(bytes, 0, all, pending.length, bytes.length);
        int complete = all.length - incompleteTail(all);
        pending = Arrays.copyOfRange(all, complete, all.length);
        return new String(all, 0, complete, StandardCharsets.UTF_8);
    }

    /** Ends the text: a character that is still incomplete becomes U+FFFD. */
    public String flush() {
        String rest = new String(pending, StandardCharsets.UTF_8);
        pending = new byte[0];
        return rest;
    }

    /** Length of the beginning of a character at the end; 0 if nothing could complete it. */
    private static int incompleteTail(byte[] bytes) {
        for (int length = 1; length <= Math.min(3, bytes.length); length++) {
            int first = bytes[bytes.length - length] & 0xFF;
            if ((first & 0xC0) != 0x80) {
                return isBeginning(bytes, bytes.length - length, length) ? length : 0;
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
