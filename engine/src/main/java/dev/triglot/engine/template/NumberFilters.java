package dev.triglot.engine.template;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Filters that give numbers. */
final class NumberFilters {
    /** Beyond it a double has no digits. */
    private static final int MAX_PRECISION = 330;

    /** Longer texts are no number that fits. */
    private static final int MAX_DIGITS = 400;

    private NumberFilters() {}

    static Object apply(Rendering rendering, String name, Object value, Arguments arguments) {
        return switch (name) {
            case "int" -> integer(rendering, value, arguments);
            case "float" -> {
                Object number = floating(value);
                yield number != null
                        ? number
                        : arguments.bind(rendering, "float", "default").value(0, 0.0);
            }
            case "round" -> round(rendering, value, arguments);
            default -> {
                Object number = Operators.number(number(rendering, value, "abs"));
                boolean negative =
                        number instanceof Long n ? n < 0 : number instanceof Double d && d < 0;
                yield negative || number == null
                        ? Operators.negative(rendering, value)
                        : number.equals(-0.0) ? 0.0 : number;
            }
        };
    }

    private static Object integer(Rendering rendering, Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind(rendering, "int", "default", "base");
        Object otherwise = bound.value(0, 0L);
        long base = bound.integer(1, 10L);
        if (value instanceof String text) {
            Long parsed = parse(text, base);
            if (parsed != null) {
                return parsed;
            }
        } else if (Operators.number(value) instanceof Long number) {
            return number;
        }
        Double number = floating(value);
        return number == null || !(Math.abs(number) < 0x1p63)
                ? otherwise
                : (Object) (long) number.doubleValue();
    }

    private static @Nullable Long parse(String text, long base) {
        if (text.length() > MAX_DIGITS) {
            return null;
        }
        String digits = Strings.strip(text, true, true).replaceAll("(?<=\\w)_(?=\\w)", "");
        if (base < Character.MIN_RADIX || base > Character.MAX_RADIX) {
            return null;
        }
        String sign = digits.startsWith("-") ? "-" : "";
        String rest =
                digits.startsWith("-") || digits.startsWith("+") ? digits.substring(1) : digits;
        String prefix = base == 16 ? "0x" : base == 8 ? "0o" : base == 2 ? "0b" : "";
        if (!prefix.isEmpty() && rest.regionMatches(true, 0, prefix, 0, 2)) {
            rest = rest.substring(2);
        }
        if (rest.startsWith("-") || rest.startsWith("+")) {
            return null;
        }
        try {
            return Long.valueOf(sign + rest, (int) base);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** A number, or what Python's float() reads in a text; null where that is nothing. */
    static @Nullable Double floating(Object value) {
        if (Operators.number(value) instanceof Number number) {
            return number.doubleValue();
        }
        if (!(value instanceof String text) || text.length() > MAX_DIGITS) {
            return null;
        }
        String digits = Strings.strip(text, true, true);
        for (int i = 0; i < digits.length(); i++) {
            // Java's own reader takes 1f, 1d and hexadecimal too.
            if ("0123456789+-.eE".indexOf(digits.charAt(i)) < 0) {
                return special(digits);
            }
        }
        try {
            return Double.valueOf(digits);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Double special(String text) {
        boolean negative = text.startsWith("-");
        String name = negative || text.startsWith("+") ? text.substring(1) : text;
        if (name.equalsIgnoreCase("nan")) {
            return Double.NaN;
        }
        if (name.equalsIgnoreCase("inf") || name.equalsIgnoreCase("infinity")) {
            return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return null;
    }

    private static Object round(Rendering rendering, Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind(rendering, "round", "precision", "method");
        long precision = bound.integer(0, 0L);
        String method = bound.string(1, "common");
        Object number = number(rendering, value, "round");
        if (method.equals("common")) {
            if (number instanceof Long integer) {
                return precision >= 0 ? integer : roundInteger(rendering, integer, precision);
            }
            return round((Double) number, precision, RoundingMode.HALF_EVEN);
        }
        if (!method.equals("ceil") && !method.equals("floor")) {
            throw rendering.error("round knows the methods common, ceil and floor, not " + method);
        }
        double exact = ((Number) number).doubleValue();
        double scale = Math.pow(10, Math.clamp(precision, -MAX_PRECISION, MAX_PRECISION));
        double scaled = exact * scale;
        if (!Double.isFinite(scaled) || scale == 0) {
            throw rendering.error("round cannot do this with the precision " + precision);
        }
        return (method.equals("ceil") ? Math.ceil(scaled) : Math.floor(scaled)) / scale;
    }

    private static Object roundInteger(Rendering rendering, long value, long precision) {
        if (precision < -18) {
            return 0L;
        }
        BigDecimal rounded =
                BigDecimal.valueOf(value).setScale((int) precision, RoundingMode.HALF_EVEN);
        try {
            return rounded.longValueExact();
        } catch (ArithmeticException e) {
            throw rendering.error("the rounded number does not fit in 64 bits; use a float");
        }
    }

    private static Object round(double value, long precision, RoundingMode mode) {
        if (!Double.isFinite(value) || precision > MAX_PRECISION) {
            return value;
        }
        if (precision < -MAX_PRECISION) {
            return Math.copySign(0.0, value);
        }
        double rounded = new BigDecimal(value).setScale((int) precision, mode).doubleValue();
        return rounded == 0 ? Math.copySign(0.0, value) : rounded;
    }

    private static Object number(Rendering rendering, Object value, String filter) {
        Object number = Operators.number(value);
        if (number != null) {
            return number;
        }
        if (value instanceof Undefined missing) {
            throw Values.undefined(rendering, missing);
        }
        throw rendering.error(filter + " takes a number, not " + Values.typeName(value));
    }
}
