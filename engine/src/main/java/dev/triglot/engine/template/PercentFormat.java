package dev.triglot.engine.template;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Python's {@code format % values}, with the conversions s, r, d, i, u, x, X, o, c, f, e and %. */
final class PercentFormat {
    /** Widths and precisions beyond are refused. */
    private static final int MAX_WIDTH = 1000;

    private final Rendering rendering;
    private final String format;
    private final @Nullable Map<?, ?> named;
    private final List<Object> values;
    private final boolean surplusAllowed;
    private final StringBuilder out = new StringBuilder();
    private int position;
    private int nextValue;

    private PercentFormat(Rendering rendering, String format, Object values) {
        this.rendering = rendering;
        this.format = format;
        named = values instanceof Map<?, ?> map ? map : null;
        // What has items by index may be left over, a tuple apart.
        surplusAllowed =
                values instanceof Map || values instanceof List || values instanceof Undefined;
        this.values = values instanceof Tuple tuple ? tuple.items() : List.of(values);
    }

    static String format(Rendering rendering, String format, Object values) {
        return new PercentFormat(rendering, format, values).run();
    }

    private String run() {
        rendering.buildChars(format.length());
        int percent;
        while ((percent = format.indexOf('%', position)) >= 0) {
            out.append(format, position, percent);
            position = percent + 1;
            conversion();
        }
        out.append(format, position, format.length());
        if (!surplusAllowed && nextValue < values.size()) {
            throw rendering.error("'%' has more values than the format takes; remove some");
        }
        return out.toString();
    }

    private void conversion() {
        rendering.step();
        Object value = null;
        if (peek() == '(') {
            int close = format.indexOf(')', position);
            if (close < 0 || named == null) {
                throw rendering.error("'%(name)' takes a mapping after '%'");
            }
            value = named.get(format.substring(position + 1, close));
            if (value == null) {
                throw rendering.error("the mapping after '%' lacks a name of the format");
            }
            position = close + 1;
        }
        String flags = flags();
        int width = number();
        int precision = -1;
        if (peek() == '.') {
            position++;
            precision = number();
        }
        char conversion = peek();
        position++;
        if (conversion == '%') {
            out.append('%');
            return;
        }
        if (value == null) {
            value = next();
        }
        pad(converted(conversion, value, flags, precision), flags, width, conversion);
    }

    private char peek() {
        if (position >= format.length()) {
            throw rendering.error("the format before '%' ends within a conversion");
        }
        return format.charAt(position);
    }

    private String flags() {
        int from = position;
        while ("-+ 0#".indexOf(peek()) >= 0) {
            position++;
        }
        return format.substring(from, position);
    }

    private int number() {
        int number = 0;
        while (peek() >= '0' && peek() <= '9') {
            number = Math.min(number * 10 + (peek() - '0'), MAX_WIDTH + 1);
            position++;
        }
        if (number > MAX_WIDTH) {
            throw rendering.error(
                    "a format has a width above " + MAX_WIDTH + "; use a smaller one");
        }
        return number;
    }

    private Object next() {
        if (nextValue >= values.size()) {
            throw rendering.error("'%' has fewer values than the format takes; add some");
        }
        return values.get(nextValue++);
    }

    private String converted(char conversion, Object value, String flags, int precision) {
        return switch (conversion) {
            case 's' -> cut(Text.of(rendering, value), precision);
            case 'r' -> cut(Text.repr(rendering, value), precision);
            case 'd', 'i', 'u' -> signed(Long.toString(integer(value, true)), flags);
            case 'x' -> signed(Long.toString(integer(value, false), 16), flags);
            case 'X' ->
                    signed(Long.toString(integer(value, false), 16), flags)
                            .toUpperCase(Locale.ROOT);
            case 'o' -> signed(Long.toString(integer(value, false), 8), flags);
            case 'c' ->
                    value instanceof String text
                            ? text
                            : Character.toString((int) codePoint(value));
            case 'f', 'F' -> signed(fixed(floating(value), precision < 0 ? 6 : precision), flags);
            case 'e' -> signed(scientific(floating(value), precision < 0 ? 6 : precision), flags);
            default ->
                    throw rendering.error(
                            "'%' does not know the conversion '" + conversion + "'; use s or d");
        };
    }

    private String cut(String text, int precision) {
        return precision < 0
                ? text
                : (String) Slices.slice(rendering, text, null, (long) precision, null);
    }

    private long integer(Object value, boolean truncate) {
        Object number = Operators.number(value);
        if (number instanceof Long integer) {
            return integer;
        }
        if (truncate && number instanceof Double d && Math.abs(d) < 0x1p63) {
            return (long) d.doubleValue();
        }
        throw rendering.error("a format takes an integer, not " + Values.typeName(value));
    }

    private long codePoint(Object value) {
        long codePoint = integer(value, false);
        if (codePoint < 0 || codePoint > Character.MAX_CODE_POINT) {
            throw rendering.error("%c takes a character or its number");
        }
        return codePoint;
    }

    private double floating(Object value) {
        if (Operators.number(value) instanceof Number number) {
            return number.doubleValue();
        }
        throw rendering.error("a format takes a number, not " + Values.typeName(value));
    }

    static String fixed(double value, int precision) {
        if (!Double.isFinite(value)) {
            return Text.number(value);
        }
        String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
        BigDecimal exact = new BigDecimal(Math.abs(value));
        return sign + exact.setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static String scientific(double value, int precision) {
        if (!Double.isFinite(value)) {
            return Text.number(value);
        }
        String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
        BigDecimal rounded =
                new BigDecimal(Math.abs(value))
                        .round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
        int exponent = value == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        String digits = rounded.unscaledValue().toString();
        digits = digits + "0".repeat(Math.max(0, precision + 1 - digits.length()));
        String fraction = precision == 0 ? "" : "." + digits.substring(1, precision + 1);
        String power = Integer.toString(Math.abs(exponent));
        return sign
                + digits.charAt(0)
                + fraction
                + (exponent < 0 ? "e-" : "e+")
                + (power.length() < 2 ? "0" + power : power);
    }

    private static String signed(String number, String flags) {
        if (number.startsWith("-")) {
            return number;
        }
        return flags.indexOf('+') >= 0
                ? "+" + number
                : flags.indexOf(' ') >= 0 ? " " + number : number;
    }

    private void pad(String text, String flags, int width, char conversion) {
        int missing = Math.max(0, width - Values.length(rendering, text));
        rendering.buildChars((long) text.length() + missing);
        boolean zeros =
                flags.indexOf('0') >= 0 && flags.indexOf('-') < 0 && "src".indexOf(conversion) < 0;
        if (zeros) {
            int sign = !text.isEmpty() && "+- ".indexOf(text.charAt(0)) >= 0 ? 1 : 0;
            out.append(text, 0, sign).repeat('0', missing).append(text, sign, text.length());
        } else if (flags.indexOf('-') >= 0) {
            out.append(text).repeat(' ', missing);
        } else {
            out.repeat(' ', missing).append(text);
        }
    }
}
