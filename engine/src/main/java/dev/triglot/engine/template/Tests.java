package dev.triglot.engine.template;

import java.util.List;
import java.util.Locale;
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
            case "odd" -> remainder(rendering, name, value, 2) != 0;
            case "even" -> remainder(rendering, name, value, 2) == 0;
            case "divisibleby" -> {
                long divisor = arguments.bind(rendering, name, "num").integer(0);
                if (divisor == 0) {
                    throw rendering.error("division by zero");
                }
                yield remainder(rendering, name, value, divisor) == 0;
            }
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

    private static long remainder(Rendering rendering, String name, Object value, long divisor) {
        if (Operators.number(value) instanceof Long number) {
            return number % divisor;
        }
        throw rendering.error(
                "the test '" + name + "' takes an integer, not " + Values.typeName(value));
    }

    private static boolean isCased(Rendering rendering, String text, String name) {
        rendering.buildChars(8L * text.length());
        String upper = text.toUpperCase(Locale.ROOT);
        String lower = text.toLowerCase(Locale.ROOT);
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
