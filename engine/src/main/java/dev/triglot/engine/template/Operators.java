package dev.triglot.engine.template;

import dev.triglot.engine.error.TemplateException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arithmetic as Python has it, on 64-bit integers and doubles; booleans count as 0 and 1. */
final class Operators {
    private Operators() {}

    static Object apply(Rendering rendering, String operator, Object a, Object b) {
        if (operator.equals("%") && a instanceof String format) {
            return PercentFormat.format(rendering, format, b);
        }
        if (operator.equals("+")) {
            Object joined = join(rendering, a, b);
            if (joined != null) {
                return joined;
            }
        }
        if (operator.equals("*")) {
            Object repeated = repeat(rendering, a, b);
            if (repeated != null) {
                return repeated;
            }
        }
        Object x = number(a);
        Object y = number(b);
        if (x instanceof Long m && y instanceof Long n) {
            return integers(rendering, operator, m, n);
        }
        if (x instanceof Number m && y instanceof Number n) {
            return doubles(rendering, operator, m.doubleValue(), n.doubleValue());
        }
        throw unsupported(rendering, operator, a, b);
    }

    static Object negative(Rendering rendering, Object value) {
        return switch (number(value)) {
            case Long number -> {
                if (number == Long.MIN_VALUE) {
                    throw overflow(rendering, "-");
                }
                yield -number;
            }
            case Double number -> -number;
            case null, default -> throw rendering.error("'-' does not work on " + kind(value));
        };
    }

    static Object positive(Rendering rendering, Object value) {
        Object number = number(value);
        if (number == null) {
            throw rendering.error("'+' does not work on " + kind(value));
        }
        return number;
    }

    /** A Long or Double; null for what is no number. */
    static @Nullable Object number(Object value) {
        return switch (value) {
            case Long number -> number;
            case Double number -> number;
            case Boolean flag -> flag ? 1L : 0L;
            default -> null;
        };
    }

    private static @Nullable Object join(Rendering rendering, Object a, Object b) {
        if (a instanceof String x && b instanceof String y) {
            rendering.buildChars((long) x.length() + y.length());
            return x.concat(y);
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            return join(rendering, Values.objects(x), Values.objects(y));
        }
        if (a instanceof Tuple(List<Object> x) && b instanceof Tuple(List<Object> y)) {
            return new Tuple(join(rendering, x, y));
        }
        return null;
    }

    private static List<Object> join(Rendering rendering, List<Object> a, List<Object> b) {
        rendering.buildItems((long) a.size() + b.size());
        List<Object> joined = new ArrayList<>(a.size() + b.size());
        joined.addAll(a);
        joined.addAll(b);
        return joined;
    }

    private static @Nullable Object repeat(Rendering rendering, Object a, Object b) {
        if (number(a) instanceof Long count && number(b) == null) {
            return repeat(rendering, b, count.longValue());
        }
        if (number(b) instanceof Long count && number(a) == null) {
            return repeat(rendering, a, count.longValue());
        }
        return null;
    }

    private static @Nullable Object repeat(Rendering rendering, Object value, long count) {
        long times = Math.max(count, 0);
        if (value instanceof String text) {
            long chars = text.isEmpty() ? 0 : multiplyCapped(text.length(), times);
            rendering.buildChars(chars);
            return chars == 0 ? "" : text.repeat((int) times);
        }
        List<Object> items = Values.sequence(value);
        if (items == null) {
            return null;
        }
        long size = items.isEmpty() ? 0 : multiplyCapped(items.size(), times);
        rendering.buildItems(size);
        List<Object> repeated = new ArrayList<>((int) size);
        for (long i = 0; size > 0 && i < times; i++) {
            repeated.addAll(items);
        }
        return value instanceof Tuple ? new Tuple(repeated) : repeated;
    }

    private static long multiplyCapped(int a, long b) {
        return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
    }

    private static Object integers(Rendering rendering, String operator, long a, long b) {
        if (b == 0 && (operator.equals("/") || operator.equals("//") || operator.equals("%"))) {
            throw rendering.error("division by zero");
        }
        try {
            return switch (operator) {
                case "+" -> Math.addExact(a, b);
                case "-" -> Math.subtractExact(a, b);
                case "*" -> Math.multiplyExact(a, b);
                case "/" -> (double) a / (double) b;
                case "//" -> Math.floorDivExact(a, b);
                case "%" -> Math.floorMod(a, b);
                default -> {
                    if (b < 0) {
                        yield (Object) power(rendering, (double) a, (double) b);
                    }
                    yield power(a, b);
                }
            };
        } catch (ArithmeticException e) {
            throw overflow(rendering, operator);
        }
    }

    private static Object doubles(Rendering rendering, String operator, double a, double b) {
        if (b == 0 && (operator.equals("/") || operator.equals("//") || operator.equals("%"))) {
            throw rendering.error("division by zero");
        }
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            case "//" -> floorDivide(a, b);
            case "%" -> modulo(a, b);
            default -> power(rendering, a, b);
        };
    }

    private static double modulo(double a, double b) {
        double rest = a % b;
        if (rest == 0) {
            return Math.copySign(0, b);
        }
        return (rest < 0) == (b < 0) ? rest : rest + b;
    }

    private static double floorDivide(double a, double b) {
        double quotient = (a - modulo(a, b)) / b;
        if (quotient == 0) {
            return Math.copySign(0, a / b);
        }
        double floor = Math.floor(quotient);
        return quotient - floor > 0.5 ? floor + 1 : floor;
    }

    private static double power(Rendering rendering, double a, double b) {
        double power = Math.pow(a, b);
        boolean lost = !Double.isInfinite(a) && !Double.isInfinite(b) && !Double.isFinite(power);
        if ((a == 0 && b < 0) || (lost && !Double.isNaN(a) && !Double.isNaN(b))) {
            throw rendering.error(
                    "'**' has no result for " + Text.number(a) + " and " + Text.number(b));
        }
        return power;
    }

    private static long power(long base, long exponent) {
        if (base >= -1 && base <= 1) {
            return base == 0 ? (exponent == 0 ? 1 : 0) : (base == 1 || exponent % 2 == 0 ? 1 : -1);
        }
        // At most 64 rounds, as a larger exponent overflows before.
        long power = 1;
        for (long i = 0; i < exponent; i++) {
            power = Math.multiplyExact(power, base);
        }
        return power;
    }

    private static TemplateException overflow(Rendering rendering, String operator) {
        return rendering.error(
                "the result of '" + operator + "' does not fit in 64 bits; use floats");
    }

    private static RuntimeException unsupported(
            Rendering rendering, String operator, Object a, Object b) {
        if (a instanceof Undefined missing) {
            return Values.undefined(rendering, missing);
        }
        if (b instanceof Undefined missing) {
            return Values.undefined(rendering, missing);
        }
        return rendering.error(
                "'"
                        + operator
                        + "' does not work on "
                        + kind(a)
                        + " and "
                        + kind(b)
                        + "; convert one, or use '~' to join texts");
    }

    private static String kind(Object value) {
        return value instanceof Undefined missing
                ? "a missing value (" + missing.reason() + ")"
                : Values.typeName(value);
    }
}
