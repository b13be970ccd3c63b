package dev.triglot.engine.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Filters that order or compare items. */
final class OrderFilters {
    private OrderFilters() {}

    /** An item with what it is ordered by. */
    private record Keyed(Object key, Object item) {}

    static Object apply(Rendering rendering, String name, Object value, Arguments arguments) {
        return switch (name) {
            case "sort" -> sort(rendering, value, arguments);
            case "unique" -> unique(rendering, value, arguments);
            case "dictsort" -> sortMap(rendering, value, arguments);
            case "groupby" -> group(rendering, value, arguments);
            default -> extreme(rendering, name, value, arguments);
        };
    }

    private static Object sort(Rendering rendering, Object value, Arguments arguments) {
        Arguments.Bound bound =
                arguments.bind(rendering, "sort", "reverse", "case_sensitive", "attribute");
        List<Keyed> items =
                bound.optional(2) instanceof String attributes && attributes.indexOf(',') >= 0
                        ? keyed(rendering, value, attributes, bound.flag(1))
                        : keyed(rendering, value, bound, 2, bound.flag(1));
        return sorted(rendering, items, bound.flag(0));
    }

    private static List<Keyed> keyed(
            Rendering rendering, Object value, String attributes, boolean caseSensitive) {
        rendering.buildItems(4L * Strings.count(attributes, ","));
        List<ItemKey> keys = new ArrayList<>();
        for (Object attribute : Strings.split(attributes, ",", -1)) {
            keys.add(new ItemKey(rendering, attribute));
        }
        List<Object> items = Values.items(rendering, value);
        rendering.buildItems(4L * items.size());
        List<Keyed> keyed = new ArrayList<>(items.size());
        for (Object item : items) {
            keyed.add(new Keyed(ItemKey.orderByAll(rendering, keys, item, caseSensitive), item));
        }
        return keyed;
    }

    private static List<Keyed> keyed(
            Rendering rendering,
            Object value,
            Arguments.Bound bound,
            int attribute,
            boolean caseSensitive) {
        List<Object> items = Values.items(rendering, value);
        rendering.buildItems(4L * items.size());
        ItemKey key =
                bound.has(attribute) ? new ItemKey(rendering, bound.required(attribute)) : null;
        List<Keyed> keyed = new ArrayList<>(items.size());
        for (Object item : items) {
            keyed.add(new Keyed(ItemKey.order(rendering, key, item, caseSensitive), item));
        }
        return keyed;
    }

    private static List<Object> sorted(Rendering rendering, List<Keyed> items, boolean reverse) {
        // Stable in both directions, as in Python.
        int sign = reverse ? -1 : 1;
        Collections.sort(
                items, (a, b) -> sign * Comparisons.compare(rendering, a.key(), b.key(), "sort"));
        List<Object> sorted = new ArrayList<>(items.size());
        for (Keyed each : items) {
            sorted.add(each.item());
        }
        return sorted;
    }

    private static Object unique(Rendering rendering, Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind(rendering, "unique", "case_sensitive", "attribute");
        Set<Object> seen = new HashSet<>();
        List<Object> unique = new ArrayList<>();
        for (Keyed each : keyed(rendering, value, bound, 1, bound.flag(0))) {
            if (seen.add(Keys.ofEqual(rendering, each.key()))) {
                unique.add(each.item());
            }
        }
        return new Generator(unique);
    }

    private static Object sortMap(Rendering rendering, Object value, Arguments arguments) {
        Arguments.Bound bound =
                arguments.bind(rendering, "dictsort", "case_sensitive", "by", "reverse");
        if (!(value instanceof Map<?, ?> map)) {
            throw rendering.error("dictsort takes a mapping, not " + Values.typeName(value));
        }
        String by = bound.string(1, "key");
        if (!by.equals("key") && !by.equals("value")) {
            throw rendering.error("dictsort orders by 'key' or 'value', not by '" + by + "'");
        }
        List<Keyed> items = new ArrayList<>();
        for (Object pair : MapMethods.pairs(rendering, Values.objects(map))) {
            List<Object> both = ((Tuple) pair).items();
            Object key = by.equals("key") ? both.getFirst() : both.getLast();
            items.add(new Keyed(ItemKey.fold(rendering, key, bound.flag(0)), pair));
        }
        return sorted(rendering, items, bound.flag(2));
    }

    /** Pairs of a key and the items that have it, in the order of the keys. */
    private static Object group(Rendering rendering, Object value, Arguments arguments) {
        Arguments.Bound bound =
                arguments.bind(rendering, "groupby", "attribute", "default", "case_sensitive");
        ItemKey attribute = new ItemKey(rendering, bound.required(0));
        Map<Object, List<Object>> groups = new LinkedHashMap<>();
        List<Keyed> pairs = new ArrayList<>();
        List<Object> items = Values.items(rendering, value);
        rendering.buildItems(10L * items.size());
        for (Object item : items) {
            Object key = attribute.of(item);
            if (key instanceof Undefined && bound.has(1)) {
                key = bound.required(1);
            }
            Object order = ItemKey.fold(rendering, key, bound.flag(2));
            List<Object> group = groups.get(Keys.ofEqual(rendering, order));
            if (group == null) {
                group = new ArrayList<>();
                groups.put(Keys.ofEqual(rendering, order), group);
                pairs.add(new Keyed(order, Tuple.of(key, group)));
            }
            group.add(item);
        }
        return sorted(rendering, pairs, false);
    }

    private static Object extreme(
            Rendering rendering, String name, Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind(rendering, name, "case_sensitive", "attribute");
        int sign = name.equals("min") ? 1 : -1;
        @Nullable Keyed best = null;
        for (Keyed each : keyed(rendering, value, bound, 1, bound.flag(0))) {
            if (best == null
                    || sign * Comparisons.compare(rendering, each.key(), best.key(), "<") < 0) {
                best = each;
            }
        }
        return best == null ? new Undefined(name + " of nothing") : best.item();
    }
}
