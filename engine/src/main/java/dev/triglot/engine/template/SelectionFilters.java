package dev.triglot.engine.template;

import java.util.ArrayList;
import java.util.List;

/** {@code map}, and the filters that keep or drop items by a test. */
final class SelectionFilters {
    private SelectionFilters() {}

    static Object apply(Rendering rendering, String name, Object value, Arguments arguments) {
        List<Object> items = Values.items(rendering, value);
        rendering.buildItems(items.size());
        return new Generator(
                name.equals("map")
                        ? map(rendering, items, arguments)
                        : select(rendering, name, items, arguments));
    }

    private static List<Object> map(Rendering rendering, List<Object> items, Arguments arguments) {
        List<Object> mapped = new ArrayList<>(items.size());
        if (arguments.positional().isEmpty()) {
            Arguments.Bound bound = arguments.bind(rendering, "map", "attribute", "default");
            ItemKey key = new ItemKey(rendering, bound.required(0));
            for (Object item : items) {
                Object value = key.of(item);
                mapped.add(value instanceof Undefined ? bound.value(1, value) : value);
            }
            return mapped;
        }
        String filter = Text.of(rendering, arguments.positional().getFirst());
        Arguments rest = arguments.withoutFirst(1);
        for (Object item : items) {
            rendering.enter();
            mapped.add(Filters.apply(rendering, filter, item, rest));
            rendering.leave();
        }
        return mapped;
    }

    private static List<Object> select(
            Rendering rendering, String name, List<Object> items, Arguments arguments) {
        boolean keep = name.startsWith("select");
        boolean byAttribute = name.endsWith("attr");
        List<Object> positional = arguments.positional();
        if (byAttribute && positional.isEmpty()) {
            throw rendering.error(name + " needs the name of an attribute; add it");
        }
        ItemKey key = byAttribute ? new ItemKey(rendering, positional.getFirst()) : null;
        int testAt = byAttribute ? 1 : 0;
        boolean hasTest = positional.size() > testAt;
        String test = hasTest ? Text.of(rendering, positional.get(testAt)) : "";
        Arguments rest = hasTest ? arguments.withoutFirst(testAt + 1) : Arguments.NONE;
        List<Object> selected = new ArrayList<>();
        for (Object item : items) {
            rendering.step();
            Object value = key == null ? item : key.of(item);
            boolean passes =
                    hasTest ? Tests.apply(rendering, test, value, rest) : Values.truth(value);
            if (passes == keep) {
                selected.add(item);
            }
        }
        return selected;
    }
}
