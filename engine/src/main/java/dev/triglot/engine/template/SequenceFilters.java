package dev.triglot.engine.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Filters of lists and other values with items. */
final class SequenceFilters {
    private SequenceFilters() {}

    static Object apply(Rendering rendering, String name, Object value, Arguments arguments) {
        return switch (name) {
            case "first" -> first(rendering, value);
            case "last" -> last(rendering, value);
            case "join" -> join(rendering, value, arguments);
            case "items" -> items(rendering, value);
            case "reverse" -> reverse(rendering, value);
            case "sum" -> sum(rendering, value, arguments);
            case "batch" -> batch(rendering, value, arguments);
            default -> slice(rendering, value, arguments);
        };
    }

    private static Object first(Rendering rendering, Object value) {
        Undefined none = new Undefined("there is no first item");
        if (value instanceof Generator generator) {
            return generator.next(none);
        }
        if (value instanceof String text) {
            return text.isEmpty() ? none : Character.toString(text.codePointAt(0));
        }
        List<Object> items = Values.items(rendering, value);
        return items.isEmpty() ? none : items.getFirst();
    }

    private static Object last(Rendering rendering, Object value) {
        Undefined none = new Undefined("there is no last item");
        if (value instanceof String text) {
            return text.isEmpty() ? none : Character.toString(text.codePointBefore(text.length()));
        }
        if (value instanceof Generator) {
            throw rendering.error("a generator has no last item; use the filter 'list' before");
        }
        List<Object> items = Values.items(rendering, value);
        return items.isEmpty() ? none : items.getLast();
    }

    private static Object join(Rendering rendering, Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind(rendering, "join", "d", "attribute");
        List<Object> items = Values.items(rendering, value);
        if (bound.has(1)) {
            items = new ItemKey(rendering, bound.required(1)).all(items);
        }
        return StringMethods.join(rendering, Text.of(rendering, bound.value(0, "")), items);
    }

    private static Object items(Rendering rendering, Object value) {
        return switch (value) {
            case Map<?, ?> map -> new Generator(MapMethods.pairs(rendering, Values.objects(map)));
            case Undefined undefined -> new Generator(List.of());
            default ->
                    throw rendering.error(
                            "the filter 'items' takes a mapping, not " + Values.typeName(value));
        };
    }

    private static Object reverse(Rendering rendering, Object value) {
        if (value instanceof String text) {
            rendering.buildChars(2L * text.length());
            return new StringBuilder(text).reverse().toString();
        }
        List<Object> items = Values.items(rendering, value);
        rendering.buildItems(items.size());
        return new Generator(new ArrayList<>(items.reversed()));
    }

    private static Object sum(Rendering rendering, Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind(rendering, "sum", "attribute", "start");
        List<Object> items = Values.items(rendering, value);
        if (bound.has(0)) {
            items = new ItemKey(rendering, bound.required(0)).all(items);
        }
        Object sum = bound.value(1, 0L);
        for (Object item : items) {
            rendering.step();
            sum = Operators.apply(rendering, "+", sum, item);
        }
        return sum;
    }

    /** Rows of {@code linecount} items. */
    private static Object batch(Rendering rendering, Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind(rendering, "batch", "linecount", "fill_with");
        long size = bound.integer(0);
        if (size < 1) {
            throw rendering.error("batch needs a linecount of at least 1");
        }
        List<Object> rows = new ArrayList<>();
        List<Object> row = new ArrayList<>();
        for (Object item : Values.items(rendering, value)) {
            rendering.buildItems(4);
            if (row.size() == size) {
                rows.add(row);
                row = new ArrayList<>();
            }
            row.add(item);
        }
        if (!row.isEmpty()) {
            fill(rendering, row, size, bound);
            rows.add(row);
        }
        return new Generator(rows);
    }

    /** {@code slices} lists of about equal length. */
    private static Object slice(Rendering rendering, Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind(rendering, "slice", "slices", "fill_with");
        long slices = bound.integer(0);
        if (slices < 1) {
            throw rendering.error("slice needs at least 1 slice");
        }
        List<Object> items = Values.items(rendering, value);
        rendering.buildItems(slices);
        rendering.buildItems(4 * slices + items.size());
        int each = (int) (items.size() / slices);
        int longer = (int) (items.size() % slices);
        List<Object> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < slices; i++) {
            int to = from + each + (i < longer ? 1 : 0);
            List<Object> part = new ArrayList<>(items.subList(from, to));
            if (i >= longer && longer > 0) {
                fill(rendering, part, each + 1L, bound);
            }
            parts.add(part);
            from = to;
        }
        return new Generator(parts);
    }

    private static void fill(
            Rendering rendering, List<Object> row, long size, Arguments.Bound bound) {
        if (bound.has(1)) {
            rendering.buildItems(size - row.size());
            while (row.size() < size) {
                row.add(bound.required(1));
            }
        }
    }
}
