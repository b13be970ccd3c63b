package dev.triglot.engine.template;

/** Quoted strings with Python's escapes. */
final class StringLiteral {
    private StringLiteral() {}

    /** Index of the closing quote of the string that opens at {@code start}, or -1. */
    static int end(String source, int start) {
        char quote = source.charAt(start);
        for (int i = start + 1; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == quote) {
                return i;
            }
        }
        return -1;
    }

    /** The value of the characters between the quotes; an unknown escape stays as it is. */
    static String unescape(String source, int from, int to, int line) {
        int backslash = source.indexOf('\\', from);
        if (backslash < 0 || backslash >= to) {
            return source.substring(from, to);
        }
        StringBuilder value = new StringBuilder(to - from);
        int i = from;
        while (i < to) {
            char c = source.charAt(i++);
            if (c != '\\') {
                value.append(c);
                continue;
            }
            char e = source.charAt(i++);
            switch (e) {
                case '\n' -> {}
                case '\\', '\'', '"' -> value.append(e);
                case 'n' -> value.append('\n');
                case 't' -> value.append('\t');
                case 'r' -> value.append('\r');
                case 'a' -> value.append('\u0007');
                case 'b' -> value.append('\b');
                case 'f' -> value.append('\f');
                case 'v' -> value.append('\u000b');
                case 'x' -> i = hex(source, i, to, 2, value, line);
                case 'u' -> i = hex(source, i, to, 4, value, line);
                case 'U' -> i = hex(source, i, to, 8, value, line);
                case '0', '1', '2', '3', '4', '5', '6', '7' -> i = octal(source, i - 1, to, value);
                default -> value.append('\\').append(e);
            }
        }
        return value.toString();
    }

    private static int hex(
            String source, int from, int to, int digits, StringBuilder value, int line) {
        int codePoint = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = i < to ? Character.digit(source.charAt(i), 16) : -1;
            if (digit < 0 || codePoint > Character.MAX_CODE_POINT >> 4) {
                throw Errors.at(
                        line,
                        "a \\x, \\u or \\U escape is malformed; it takes 2, 4 or 8 hexadecimal"
                                + " digits up to 10FFFF");
            }
            codePoint = codePoint * 16 + digit;
        }
        if (codePoint > Character.MAX_CODE_POINT) {
            throw Errors.at(line, "a \\U escape is above 10FFFF; use an existing character");
        }
        value.appendCodePoint(codePoint);
        return from + digits;
    }

    private static int octal(String source, int from, int to, StringBuilder value) {
        int code = 0;
        int i = from;
        while (i < to && i < from + 3 && source.charAt(i) >= '0' && source.charAt(i) <= '7') {
            code = code * 8 + (source.charAt(i++) - '0');
        }
        value.append((char) code);
        return i;
    }
}
