package dev.triglot.engine.template;

import java.util.List;

/** Python's tuple: printed with parentheses, unequal to a list. */
record Tuple(List<Object> items) {
    static Tuple of(Object... items) {
        return new Tuple(List.of(items));
    }
}
