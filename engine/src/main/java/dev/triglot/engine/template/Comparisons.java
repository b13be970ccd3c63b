package dev.triglot.engine.template;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Equality, order and membership as Python has them. */
final class Comparisons {
    private Comparisons() {}

    static boolean apply(Rendering rendering, String operator, Object a, Object b) {
        return switch (operator) {
            case "==" -> equal(rendering, a, b);
            case "!=" -> !equal(rendering, a, b);
            case "<" -> compare(rendering, a, b, operator) < 0;
            case ">" -> compare(rendering, a, b, operator) > 0;
            // NaN is on neither side of anything.
            case "<=" -> !isNaN(a) && !isNaN(b) && compare(rendering, a, b, operator) <= 0;
            case ">=" -> !isNaN(a) && !isNaN(b) && compare(rendering, a, b, operator) >= 0;
            case "in" -> contains(rendering, b, a);
            default -> !contains(rendering, b, a);
        };
    }

    static boolean equal(Rendering rendering, Object a, Object b) {
        rendering.enter();
        boolean equal = equalInside(rendering, a, b);
        rendering.leave();
        return equal;
    }

    private static boolean equalInside(Rendering rendering, Object a, Object b) {
        if (a instanceof String x && b instanceof String y) {
            rendering.scan(x.length() == y.length() ? x.length() : 0);
            return x.equals(y);
        }
        Object m = Operators.number(a);
        Object n = Operators.number(b);
        if (m != null && n != null) {
            return !isNaN(m) && !isNaN(n) && numbers(m, n) == 0;
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            return equalItems(rendering, Values.objects(x), Values.objects(y));
        }
        if (a instanceof Tuple(List<Object> x) && b instanceof Tuple(List<Object> y)) {
            return equalItems(rendering, x, y);
        }
        if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
            return equalMaps(rendering, Values.objects(x), Values.objects(y));
        }
        if (a instanceof View x && b instanceof View y) {
            return equalItems(rendering, x.items(), y.items());
        }
        // What is left holds no values or is compared by identity.
        return !(a instanceof View) && a.equals(b);
    }

    private static boolean equalItems(Rendering rendering, List<Object> a, List<Object> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!equal(rendering, a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalMaps(
            Rendering rendering, Map<Object, Object> a, Map<Object, Object> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (Map.Entry<Object, Object> entry : a.entrySet()) {
            Object other = b.get(entry.getKey());
            if (other == null || !equal(rendering, entry.getValue(), other)) {
                return false;
            }
        }
        return true;
    }

    /** Negative, zero or positive; consistent also for NaN, so that sorting ends. */
    static int compare(Rendering rendering, Object a, Object b, String operator) {
        rendering.step();
        if (a instanceof String x && b instanceof String y) {
            rendering.scan(Math.min(x.length(), y.length()));
            return Strings.compare(x, y);
        }
        Object m = Operators.number(a);
        Object n = Operators.number(b);
        if (m != null && n != null) {
            if (isNaN(m) || isNaN(n)) {
                // Sorting needs an order for everything; an operator finds none.
                return operator.equals("sort") ? Boolean.compare(isNaN(m), isNaN(n)) : 0;
            }
            return numbers(m, n);
        }
        boolean lists = a instanceof List && b instanceof List;
        if (lists || (a instanceof Tuple && b instanceof Tuple)) {
            rendering.enter();
            int order = items(rendering, a, b, operator);
            rendering.leave();
            return order;
        }
        if (a instanceof Undefined missing) {
            throw Values.undefined(rendering, missing);
        }
        if (b instanceof Undefined missing) {
            throw Values.undefined(rendering, missing);
        }
        throw rendering.error(
                Values.typeName(a)
                        + " and "
                        + Values.typeName(b)
                        + " have no order; convert one of them");
    }

    private static int items(Rendering rendering, Object a, Object b, String operator) {
        Iterator<Object> x = Values.items(rendering, a).iterator();
        Iterator<Object> y = Values.items(rendering, b).iterator();
        while (x.hasNext() && y.hasNext()) {
            Object m = x.next();
            Object n = y.next();
            if (!equal(rendering, m, n)) {
                return compare(rendering, m, n, operator);
            }
        }
        return Boolean.compare(x.hasNext(), y.hasNext());
    }

    private static int numbers(Object a, Object b) {
        if (a instanceof Long x && b instanceof Long y) {
            return Long.compare(x, y);
        }
        if (a instanceof Double x && b instanceof Double y) {
            return x < y ? -1 : x > y ? 1 : 0;
        }
        double x = ((Number) a).doubleValue();
        double y = ((Number) b).doubleValue();
        if (x != y || Double.isInfinite(x)) {
            return Double.compare(x, y);
        }
        // Doubles do not tell large integers apart.
        return exact(a).compareTo(exact(b));
    }

    private static BigDecimal exact(Object number) {
        return number instanceof Long integer
                ? BigDecimal.valueOf(integer)
                : new BigDecimal(((Number) number).doubleValue());
    }

    private static boolean isNaN(Object value) {
        return value instanceof Double number && Double.isNaN(number);
    }

    static boolean contains(Rendering rendering, Object container, Object item) {
        return switch (container) {
            case String text -> {
                if (!(item instanceof String part)) {
                    throw rendering.error(
                            "'in' looks for a string in a string, not for "
                                    + Values.typeName(item));
                }
                rendering.search(text.length(), part.length());
                yield text.contains(part);
            }
            case Map<?, ?> map -> map.containsKey(Keys.of(rendering, item));
            default -> {
                for (Object each : Values.items(rendering, container)) {
                    if (equal(rendering, each, item)) {
                        yield true;
                    }
                }
                yield false;
            }
        };
    }
}
