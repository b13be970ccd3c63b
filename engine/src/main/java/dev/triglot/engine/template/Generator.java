package dev.triglot.engine.template;

import java.util.List;

/**
 * What filters such as {@code map} and {@code select} give: can be iterated once; always true, as
 * in Python, even where nothing is in it.
 */
final class Generator {
    private List<Object> items;

    Generator(List<Object> items) {
        this.items = items;
    }

    /** The items that nobody has taken yet. */
    List<Object> drain() {
        List<Object> rest = items;
        items = List.of();
        return rest;
    }

    /** The next item alone. */
    Object next(Object whenEmpty) {
        if (items.isEmpty()) {
            return whenEmpty;
        }
        Object first = items.getFirst();
        items = items.subList(1, items.size());
        return first;
    }
}
