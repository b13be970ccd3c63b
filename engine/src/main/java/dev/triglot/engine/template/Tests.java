package dev.triglot.engine.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands after {@code is}. */
final class Tests {
    private Tests() {}

    static boolean apply(Rendering rendering, String name, Object value, Arguments arguments) {
        return switch (name) {
            case "defined" -> !(value instanceof Undefined);
            case "undefined" -> value instanceof Undefined;
            case "none" -> value == None.NONE;
            case "string" -> value instanceof String;
            case "mapping" -> value instanceof Map;
            case "number" -> Operators.number(value) != null;
            case "integer" -> value instanceof Long;
            case "float" -> value instanceof Double;
            case "boolean" -> value instanceof Boolean;
            case "true" -> value.equals(true);
            case "false" -> value.equals(false);
            case "callable" -> value instanceof Callable;
            case "sequence" ->
                    value instanceof String
                            || value instanceof Map
                            || value instanceof Undefined
                            || Values.sequence(value) != null;
            case "iterable" -> isIterable(value);
            case "odd" -> hasRemainder(rendering, value, 2L, 1L);
            case "even" -> hasRemainder(rendering, value, 2L, 0L);
            case "divisibleby" ->
                    hasRemainder(
                            rendering,
                            value,
                            arguments.bind(rendering, name, "num").required(0),
                            0L);
            case "upper", "lower" -> isCased(rendering, Text.of(rendering, value), name);
            case "escaped" -> false;
            case "filter" -> Filters.exists(Text.of(rendering, value));
            case "test" -> exists(Text.of(rendering, value));
            case "sameas" -> isSame(value, arguments.bind(rendering, name, "other").required(0));
            default -> {
                String operator = comparison(name);
                if (operator == null) {
                    throw rendering.error("there is no test '" + name + "'; use another one");
                }
                Object other = arguments.bind(rendering, name, "other").required(0);
                yield Comparisons.apply(rendering, operator, value, other);
            }
        };
    }

    private static @Nullable String comparison(String name) {
        return switch (name) {
            case "==", "eq", "equalto" -> "==";
            case "!=", "ne" -> "!=";
            case "<", "lt", "lessthan" -> "<";
            case "<=", "le" -> "<=";
            case ">", "gt", "greaterthan" -> ">";
            case ">=", "ge" -> ">=";
            case "in" -> "in";
            default -> null;
        };
    }

    private static final List<String> OTHERS =
            List.of(
                    "defined",
                    "undefined",
                    "none",
                    "string",
                    "mapping",
                    "number",
                    "integer",
                    "float",
                    "boolean",
                    "true",
                    "false",
                    "callable",
                    "sequence",
                    "iterable",
                    "odd",
                    "even",
                    "divisibleby",
                    "upper",
                    "lower",
                    "escaped",
                    "filter",
                    "test",
                    "sameas");

    private static boolean exists(String name) {
        return comparison(name) != null || OTHERS.contains(name);
    }

    private static boolean isIterable(Object value) {
        return value instanceof String
                || value instanceof Map
                || value instanceof Undefined
                || value instanceof View
                || value instanceof Generator
                || Values.sequence(value) != null;
    }

    private static boolean hasRemainder(
            Rendering rendering, Object value, Object divisor, Long remainder) {
        if (value instanceof String) {
            throw rendering.error("a number is tested here, not a string; convert it with 'int'");
        }
        Object rest = Operators.apply(rendering, "%", value, divisor);
        return Comparisons.equal(rendering, rest, remainder);
    }

    private static boolean isCased(Rendering rendering, String text, String name) {
        Case.pay(rendering, text.length());
        String upper = Case.upper(text);
        String lower = Case.lower(text);
        return !upper.equals(lower) && text.equals(name.equals("upper") ? upper : lower);
    }

    /** Python's {@code is}: identity, which for small values is equality. */
    @SuppressWarnings("ReferenceEquality") // identity is what is asked for
    private static boolean isSame(Object a, Object b) {
        return a == b
                || ((a instanceof Boolean || a instanceof None || a instanceof Long)
                        && a.equals(b));
    }
}
