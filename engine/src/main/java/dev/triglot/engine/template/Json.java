package dev.triglot.engine.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The filter {@code tojson}: JSON as Python's json.dumps writes it, by default not escaped. */
final class Json {
    private static final HexFormat HEX = HexFormat.of();

    private final Rendering rendering;
    private final StringBuilder out = new StringBuilder();
    private final boolean ascii;
    private final @Nullable String indent;
    private final String itemSeparator;
    private final String keySeparator;
    private final boolean sorted;

    private Json(Rendering rendering, Arguments arguments) {
        this.rendering = rendering;
        Arguments.Bound bound =
                arguments.bind(
                        rendering, "tojson", "ensure_ascii", "indent", "separators", "sort_keys");
        ascii = bound.flag(0);
        indent = bound.has(1) ? indent(bound) : null;
        List<Object> separators = bound.has(2) ? Values.sequence(bound.required(2)) : null;
        if (separators != null
                && separators.size() == 2
                && separators.getFirst() instanceof String item
                && separators.getLast() instanceof String key) {
            itemSeparator = item;
            keySeparator = key;
        } else if (bound.has(2)) {
            throw rendering.error("'separators' of tojson takes two strings");
        } else {
            itemSeparator = indent == null ? ", " : ",";
            keySeparator = ": ";
        }
        sorted = bound.flag(3);
    }

    private String indent(Arguments.Bound bound) {
        if (bound.required(1) instanceof String text) {
            return text;
        }
        long width = Math.max(0, bound.integer(1));
        rendering.buildChars(width);
        return " ".repeat((int) width);
    }

    static String write(Rendering rendering, Object value, Arguments arguments) {
        Json json = new Json(rendering, arguments);
        json.value(value, 0);
        return json.out.toString();
    }

    private void write(String text) {
        rendering.buildChars(text.length());
        out.append(text);
    }

    private void value(Object value, int level) {
        rendering.enter();
        switch (value) {
            case String text -> string(text);
            case Map<?, ?> map -> map(Values.objects(map), level);
            case List<?> list -> list(Values.objects(list), level);
            case Tuple tuple -> list(tuple.items(), level);
            case Undefined missing -> throw Values.undefined(rendering, missing);
            default -> write(scalar(value));
        }
        rendering.leave();
    }

    private String scalar(Object value) {
        return switch (value) {
            case None none -> "null";
            case Boolean flag -> flag ? "true" : "false";
            case Long number -> Long.toString(number);
            case Double number when Double.isNaN(number) -> "NaN";
            case Double number when Double.isInfinite(number) ->
                    number > 0 ? "Infinity" : "-Infinity";
            case Double number -> Text.number(number);
            default ->
                    throw rendering.error(
                            Values.typeName(value) + " cannot be written as JSON; convert it");
        };
    }

    private void list(List<Object> items, int level) {
        if (items.isEmpty()) {
            write("[]");
            return;
        }
        write("[");
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                write(itemSeparator);
            }
            newLine(level + 1);
            value(items.get(i), level + 1);
        }
        newLine(level);
        write("]");
    }

    private void map(Map<Object, Object> map, int level) {
        if (map.isEmpty()) {
            write("{}");
            return;
        }
        write("{");
        Iterator<Object> keys = keys(map).iterator();
        while (keys.hasNext()) {
            Object key = keys.next();
            newLine(level + 1);
            string(key instanceof String text ? text : scalar(key));
            write(keySeparator);
            value(map.getOrDefault(key, None.NONE), level + 1);
            if (keys.hasNext()) {
                write(itemSeparator);
            }
        }
        newLine(level);
        write("}");
    }

    private List<Object> keys(Map<Object, Object> map) {
        rendering.buildItems(map.size());
        List<Object> keys = new ArrayList<>(map.keySet());
        if (sorted) {
            Collections.sort(keys, (a, b) -> Comparisons.compare(rendering, a, b, "sort"));
        }
        return keys;
    }

    private void newLine(int level) {
        if (indent == null) {
            return;
        }
        rendering.buildChars(1 + (long) indent.length() * level);
        out.append('\n').repeat(indent, level);
    }

    private void string(String text) {
        int from = out.length();
        rendering.buildChars(text.length());
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            character(text.charAt(i));
        }
        out.append('"');
        rendering.buildChars(Math.max(0, out.length() - from - text.length()));
    }

    private void character(char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\f' -> out.append("\\f");
            case '\b' -> out.append("\\b");
            default -> {
                if (c < ' ' || (ascii && c > '~')) {
                    out.append("\\u").append(HEX.toHexDigits(c));
                } else {
                    out.append(c);
                }
            }
        }
    }
}
