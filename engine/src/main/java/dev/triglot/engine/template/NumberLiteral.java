package dev.triglot.engine.template;

import dev.triglot.engine.template.Token.Kind;

/** Integers in base 2, 8, 10 and 16, and floats. */
final class NumberLiteral {
    private NumberLiteral() {}

    /** The index after the number that starts at {@code start}. */
    static int end(String source, int start, boolean floatAllowed) {
        if (source.charAt(start) == '0' && start + 2 < source.length()) {
            int radix = radix(source.charAt(start + 1));
            int digits = digits(source, start + 2, radix);
            if (radix != 10 && digits > start + 2) {
                return digits;
            }
        }
        int end = digits(source, start, 10);
        if (!floatAllowed) {
            return end;
        }
        if (end < source.length() && source.charAt(end) == '.') {
            int fraction = digits(source, end + 1, 10);
            if (fraction == end + 1) {
                return end;
            }
            end = fraction;
        }
        if (end < source.length() && (source.charAt(end) | 0x20) == 'e') {
            int exponent = end + 1;
            if (exponent < source.length() && "+-".indexOf(source.charAt(exponent)) >= 0) {
                exponent++;
            }
            int afterExponent = digits(source, exponent, 10);
            if (afterExponent > exponent) {
                end = afterExponent;
            }
        }
        return end;
    }

    static boolean isFloat(String digits) {
        return digits.indexOf('.') >= 0
                || (radix(digits.length() > 1 ? digits.charAt(1) : '0') != 16
                        && (digits.indexOf('e') >= 0 || digits.indexOf('E') >= 0));
    }

    static Object value(Token token) {
        String digits = token.text();
        if (token.kind() == Kind.FLOAT) {
            return Double.valueOf(digits);
        }
        int radix = digits.length() > 2 ? radix(digits.charAt(1)) : 10;
        try {
            return Long.valueOf(radix == 10 ? digits : digits.substring(2), radix);
        } catch (NumberFormatException e) {
            throw Errors.at(
                    token.line(), "the number " + digits + " does not fit in 64 bits; use a float");
        }
    }

    private static int radix(char prefix) {
        return switch (prefix) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            case 'b', 'B' -> 2;
            default -> 10;
        };
    }

    private static int digits(String source, int from, int radix) {
        int i = from;
        while (i < source.length()) {
            char c = source.charAt(i);
            boolean separator =
                    c == '_'
                            && i > from
                            && i + 1 < source.length()
                            && isDigit(source.charAt(i + 1), radix);
            if (!separator && !isDigit(c, radix)) {
                break;
            }
            i++;
        }
        return i;
    }

    private static boolean isDigit(char c, int radix) {
        return c < 128 && Character.digit(c, radix) >= 0;
    }
}
