package dev.triglot.engine.template;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What filters with an {@code attribute} look at in each item: a path such as {@code function.name}
 * or {@code 0}, or an index.
 */
final class ItemKey {
    private final Rendering rendering;
    private final List<Object> path = new ArrayList<>();

    ItemKey(Rendering rendering, Object attribute) {
        this.rendering = rendering;
        if (attribute instanceof String text) {
            rendering.buildItems(4L * Strings.count(text, "."));
            for (Object part : Strings.split(text, ".", -1)) {
                boolean digits = part instanceof String s && s.matches("[0-9]{1,9}");
                path.add(digits ? Long.valueOf((String) part) : part);
            }
        } else {
            path.add(attribute);
        }
    }

    Object of(Object item) {
        Object value = item;
        for (Object part : path) {
            rendering.step();
            value = Attributes.item(rendering, value, part);
        }
        return value;
    }

    List<Object> all(List<Object> items) {
        rendering.buildItems(items.size());
        List<Object> values = new ArrayList<>(items.size());
        for (Object item : items) {
            values.add(of(item));
        }
        return values;
    }

    /** What an item is ordered by: the attribute if there is one, without regard to case. */
    static Object order(
            Rendering rendering, @Nullable ItemKey key, Object item, boolean caseSensitive) {
        return fold(rendering, key == null ? item : key.of(item), caseSensitive);
    }

    /** What an item is ordered by: first by the first key, where that is equal by the second ... */
    static Object orderByAll(
            Rendering rendering, List<ItemKey> keys, Object item, boolean caseSensitive) {
        rendering.buildItems(keys.size());
        List<Object> values = new ArrayList<>(keys.size());
        for (ItemKey key : keys) {
            values.add(order(rendering, key, item, caseSensitive));
        }
        return new Tuple(values);
    }

    /** A text in lower case, unless case counts. */
    static Object fold(Rendering rendering, Object value, boolean caseSensitive) {
        if (!caseSensitive && value instanceof String text) {
            Case.pay(rendering, text.length());
            return Case.lower(text);
        }
        return value;
    }
}
