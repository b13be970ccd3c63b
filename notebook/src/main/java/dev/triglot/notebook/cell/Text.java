package dev.triglot.notebook.cell;

import java.lang.reflect.Array;
import java.util.StringJoiner;

/** Values as text; arrays with what is in them. */
final class Text {
    private static final int MAX_ELEMENTS = 100;

    private Text() {}

    static String of(Object value) {
        if (!value.getClass().isArray()) {
            return value.toString();
        }
        StringJoiner text = new StringJoiner(", ", "[", "]");
        int length = Array.getLength(value);
        for (int i = 0; i < Math.min(length, MAX_ELEMENTS); i++) {
            Object element = Array.get(value, i);
            text.add(element == null ? "null" : of(element));
        }
        if (length > MAX_ELEMENTS) {
            text.add("... " + (length - MAX_ELEMENTS) + " more");
        }
        return text.toString();
    }
}
