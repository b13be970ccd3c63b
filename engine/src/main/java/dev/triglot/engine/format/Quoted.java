package dev.triglot.engine.format;

import java.nio.charset.StandardCharsets;

/** Text from an untrusted file, made fit for messages: short, and without control characters. */
final class Quoted {
    private static final int MAX_LENGTH = 80;

    private Quoted() {}

    static String quote(byte[] utf8) {
        int length = Math.min(utf8.length, 4 * MAX_LENGTH + 4);
        return quote(new String(utf8, 0, length, StandardCharsets.UTF_8));
    }

    /** Whether text is fit to be a name: not empty, and without control characters. */
    static boolean isName(String text) {
        return !text.isEmpty() && text.chars().noneMatch(Quoted::isControl);
    }

    private static boolean isControl(int character) {
        return Character.isISOControl(character)
                || Character.getType(character) == Character.FORMAT;
    }

    /** In double quotes, with {@code …} where it was cut. */
    static String quote(String text) {
        return '"' + escape(text) + '"';
    }

    static String escape(String text) {
        StringBuilder result = new StringBuilder();
        int length = Math.min(text.length(), MAX_LENGTH);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> result.append("\\n");
                case '\r' -> result.append("\\r");
                case '\t' -> result.append("\\t");
                default -> {
                    if (isControl(c)) {
                        result.append("\\u%04x".formatted((int) c));
                    } else {
                        result.append(c);
                    }
                }
            }
        }
        return text.length() > length ? result.append('…').toString() : result.toString();
    }
}
