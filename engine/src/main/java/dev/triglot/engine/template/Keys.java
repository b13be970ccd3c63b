package dev.triglot.engine.template;

import java.util.List;
import java.util.Map;

/**
 * Keys of maps: as in Python, only what cannot change; other than there, 1, 1.0 and true differ.
 */
final class Keys {
    private Keys() {}

    /** The value as a key under which all numbers that are equal meet. */
    static Object ofEqual(Rendering rendering, Object value) {
        return switch (value) {
            case Boolean flag -> flag ? 1L : 0L;
            case Double number -> {
                long integer = (long) (double) number;
                yield integer == number ? (Object) integer : number;
            }
            default -> of(rendering, value);
        };
    }

    /**
     * The key under which a map already holds an equal one, or the key itself: True equals 1, and
     * 1.0 equals both, and the first one stays.
     */
    static Object present(Rendering rendering, Map<Object, Object> map, Object key) {
        if (!(ofEqual(rendering, key) instanceof Long number) || map.containsKey(key)) {
            return key;
        }
        if (map.containsKey(number)) {
            return number;
        }
        if (map.containsKey((double) number)) {
            return (double) number;
        }
        boolean truth = number == 1;
        return (truth || number == 0) && map.containsKey(truth) ? (Object) truth : key;
    }

    /**
     * The value as a key.
     *
     * @throws dev.triglot.engine.error.TemplateException if it is a list or a map
     */
    static Object of(Rendering rendering, Object value) {
        return switch (value) {
            case String text -> {
                rendering.scan(text.length());
                yield value;
            }
            case Tuple(List<Object> items) -> {
                rendering.enter();
                rendering.buildItems(items.size());
                List<Object> keys = items.stream().map(item -> of(rendering, item)).toList();
                rendering.leave();
                yield new Tuple(keys);
            }
            case List<?> list -> throw unhashable(rendering, value);
            case Map<?, ?> map -> throw unhashable(rendering, value);
            default -> value;
        };
    }

    private static RuntimeException unhashable(Rendering rendering, Object value) {
        return rendering.error(
                Values.typeName(value) + " cannot be a key; use a string or a number");
    }
}
