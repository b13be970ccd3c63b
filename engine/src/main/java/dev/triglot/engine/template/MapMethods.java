package dev.triglot.engine.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Methods of maps; those that would change a map are out of reach. */
final class MapMethods {
    private MapMethods() {}

    static @Nullable Object method(Map<Object, Object> map, String name) {
        return switch (name) {
            case "get" -> (Callable) (r, a) -> get(r, map, a);
            case "items" -> (Callable) (r, a) -> new View("dict_items", pairs(r, map));
            case "keys" -> (Callable) (r, a) -> new View("dict_keys", list(r, map, map.keySet()));
            case "values" ->
                    (Callable) (r, a) -> new View("dict_values", list(r, map, map.values()));
            case "copy" -> (Callable) (r, a) -> map;
            case "clear", "pop", "popitem", "setdefault", "update" ->
                    new Undefined(
                            "a dict cannot be changed by '"
                                    + name
                                    + "': templates run in an immutable sandbox;"
                                    + " build a new one with dict() instead");
            default -> null;
        };
    }

    private static Object get(Rendering rendering, Map<Object, Object> map, Arguments arguments) {
        Arguments.Bound bound = arguments.bind(rendering, "get()", "key", "default");
        Object value = map.get(Keys.of(rendering, bound.required(0)));
        return value == null ? bound.value(1, None.NONE) : value;
    }

    private static List<Object> list(
            Rendering rendering, Map<Object, Object> map, Collection<Object> values) {
        rendering.buildItems(map.size());
        return new ArrayList<>(values);
    }

    /** Key and value of each entry. */
    static List<Object> pairs(Rendering rendering, Map<Object, Object> map) {
        rendering.buildItems(5L * map.size());
        List<Object> pairs = new ArrayList<>(map.size());
        map.forEach((key, value) -> pairs.add(Tuple.of(key, value)));
        return pairs;
    }
}
