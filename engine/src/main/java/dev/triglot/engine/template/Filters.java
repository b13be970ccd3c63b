package dev.triglot.engine.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What stands after {@code |}: the one table of filters, by kind of value they work on. */
final class Filters {
    private static final Set<String> NAMES =
            Set.of(
                    "abs",
                    "attr",
                    "batch",
                    "capitalize",
                    "center",
                    "count",
                    "d",
                    "default",
                    "dictsort",
                    "e",
                    "escape",
                    "first",
                    "float",
                    "forceescape",
                    "format",
                    "groupby",
                    "indent",
                    "int",
                    "items",
                    "join",
                    "last",
                    "length",
                    "list",
                    "lower",
                    "map",
                    "max",
                    "min",
                    "reject",
                    "rejectattr",
                    "replace",
                    "reverse",
                    "round",
                    "safe",
                    "select",
                    "selectattr",
                    "slice",
                    "sort",
                    "string",
                    "sum",
                    "title",
                    "tojson",
                    "trim",
                    "truncate",
                    "unique",
                    "upper",
                    "urlencode",
                    "wordcount");

    private Filters() {}

    static boolean exists(String name) {
        return NAMES.contains(name);
    }

    static Object apply(Rendering rendering, String name, Object value, Arguments arguments) {
        return switch (name) {
            case "default", "d" -> defaultValue(rendering, value, arguments);
            case "tojson" -> Json.write(rendering, value, arguments);
            case "length", "count" -> (long) Values.length(rendering, value);
            case "list" -> list(rendering, value);
            case "string", "safe" -> Text.of(rendering, value);
            case "attr" -> attribute(rendering, value, arguments);
            case "trim",
                    "upper",
                    "lower",
                    "title",
                    "capitalize",
                    "replace",
                    "escape",
                    "e",
                    "forceescape",
                    "indent",
                    "center",
                    "truncate",
                    "wordcount",
                    "format",
                    "urlencode" ->
                    TextFilters.apply(rendering, name, value, arguments);
            case "int", "float", "round", "abs" ->
                    NumberFilters.apply(rendering, name, value, arguments);
            case "map", "select", "reject", "selectattr", "rejectattr" ->
                    SelectionFilters.apply(rendering, name, value, arguments);
            case "sort", "unique", "min", "max", "dictsort", "groupby" ->
                    OrderFilters.apply(rendering, name, value, arguments);
            case "first", "last", "join", "items", "reverse", "sum", "batch", "slice" ->
                    SequenceFilters.apply(rendering, name, value, arguments);
            default -> throw rendering.error("there is no filter '" + name + "'; use another one");
        };
    }

    private static Object defaultValue(Rendering rendering, Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind(rendering, "default", "default_value", "boolean");
        boolean missing = value instanceof Undefined || (bound.flag(1) && !Values.truth(value));
        return missing ? bound.value(0, "") : value;
    }

    private static Object list(Rendering rendering, Object value) {
        List<Object> items = Values.items(rendering, value);
        rendering.buildItems(items.size());
        return new ArrayList<>(items);
    }

    private static Object attribute(Rendering rendering, Object value, Arguments arguments) {
        String name = arguments.bind(rendering, "attr", "name").string(0);
        return value instanceof Map
                ? Attributes.attribute(rendering, Map.of(), name)
                : Attributes.attribute(rendering, value, name);
    }
}
