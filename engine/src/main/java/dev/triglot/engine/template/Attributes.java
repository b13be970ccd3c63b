package dev.triglot.engine.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Attributes and items. As in Jinja2, {@code a.b} looks for a method first and an item then, {@code
 * a['b']} the other way round. What is neither is undefined; Python's inner attributes, which begin
 * with an underscore, do not exist here at all.
 */
final class Attributes {
    private Attributes() {}

    static Object attribute(Rendering rendering, Object target, String name) {
        Object member = member(target, name);
        if (member == null && target instanceof Map<?, ?> map) {
            member = map.get(name);
        }
        return member == null ? missing(rendering, target, name) : member;
    }

    static Object item(Rendering rendering, Object target, Object key) {
        Object item =
                switch (target) {
                    case Map<?, ?> map -> map.get(Keys.of(rendering, key));
                    case String text when Operators.number(key) instanceof Long index ->
                            Slices.character(rendering, text, index);
                    default -> {
                        List<Object> items = Values.sequence(target);
                        yield items != null && Operators.number(key) instanceof Long index
                                ? Slices.item(items, index)
                                : null;
                    }
                };
        if (item == null && key instanceof String name) {
            item = member(target, name);
        }
        return item == null ? missing(rendering, target, key) : item;
    }

    /** A method or a field that the type has. */
    private static @Nullable Object member(Object target, String name) {
        return switch (target) {
            case String text -> StringMethods.method(text, name);
            case Map<?, ?> map -> MapMethods.method(Values.objects(map), name);
            case List<?> list -> ListMethods.method(list, Values.objects(list), name);
            case Tuple tuple -> ListMethods.method(tuple, tuple.items(), name);
            case Namespace namespace -> namespace.attributes().get(name);
            case Loop loop -> loop.attribute(name);
            case Macro macro -> name.equals("name") ? macro.name() : null;
            case Cycler cycler -> cycler.attribute(name);
            default -> null;
        };
    }

    private static Object missing(Rendering rendering, Object target, Object key) {
        if (target instanceof Undefined undefined) {
            throw Values.undefined(rendering, undefined);
        }
        String name =
                key instanceof String text ? "'" + shorten(text) + "'" : Text.of(rendering, key);
        return new Undefined(Values.typeName(target) + " has no " + name);
    }

    private static String shorten(String name) {
        return name.length() <= 60 ? name : name.substring(0, 60) + "...";
    }
}
