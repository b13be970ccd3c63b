package dev.triglot.engine.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What all values have: truth, a type's name, items, a length. */
final class Values {
    private Values() {}

    static boolean truth(Object value) {
        return switch (value) {
            case Boolean flag -> flag;
            case String text -> !text.isEmpty();
            case None none -> false;
            case Undefined undefined -> false;
            case Long number -> number != 0;
            case Double number -> number != 0;
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            case Tuple tuple -> !tuple.items().isEmpty();
            case View view -> !view.items().isEmpty();
            default -> true;
        };
    }

    /** Python's name of the type. */
    static String typeName(Object value) {
        return switch (value) {
            case Boolean flag -> "bool";
            case String text -> "str";
            case None none -> "NoneType";
            case Undefined undefined -> "undefined";
            case Long number -> "int";
            case Double number -> "float";
            case Range range -> "range";
            case List<?> list -> "list";
            case Map<?, ?> map -> "dict";
            case Tuple tuple -> "tuple";
            case View view -> view.name();
            case Generator generator -> "generator";
            case Namespace namespace -> "namespace";
            case Macro macro -> "macro";
            case Callable callable -> "function";
            default -> "object";
        };
    }

    /** The items of a list or tuple; null for anything else. */
    static @Nullable List<Object> sequence(Object value) {
        return switch (value) {
            case List<?> list -> objects(list);
            case Tuple tuple -> tuple.items();
            default -> null;
        };
    }

    /** Lists in this package hold values and nothing else, and no one changes them. */
    @SuppressWarnings("unchecked")
    static List<Object> objects(List<?> list) {
        return (List<Object>) list;
    }

    /** Maps in this package hold values and nothing else, and no one changes them. */
    @SuppressWarnings("unchecked")
    static Map<Object, Object> objects(Map<?, ?> map) {
        return (Map<Object, Object>) map;
    }

    /** What a loop goes over: items, the characters of a string, the keys of a map. */
    static List<Object> items(Rendering rendering, Object value) {
        return switch (value) {
            case List<?> list -> objects(list);
            case Tuple tuple -> tuple.items();
            case Map<?, ?> map -> {
                rendering.buildItems(map.size());
                yield new ArrayList<>(map.keySet());
            }
            case String text -> characters(rendering, text);
            case View view -> view.items();
            case Generator generator -> generator.drain();
            case Undefined undefined -> List.of();
            default -> throw rendering.error(typeName(value) + " has no items to go over");
        };
    }

    private static List<Object> characters(Rendering rendering, String text) {
        // A string of one character is some three references big.
        rendering.buildItems(4L * text.length());
        List<Object> characters = new ArrayList<>(text.length());
        text.codePoints().forEach(c -> characters.add(Character.toString(c)));
        return characters;
    }

    static int length(Rendering rendering, Object value) {
        return switch (value) {
            case String text -> {
                rendering.scan(text.length());
                yield text.codePointCount(0, text.length());
            }
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            case Tuple tuple -> tuple.items().size();
            case View view -> view.items().size();
            case Undefined undefined -> 0;
            default -> throw rendering.error(typeName(value) + " has no length");
        };
    }

    /** The error for a use that a missing value does not allow. */
    static RuntimeException undefined(Rendering rendering, Undefined value) {
        return rendering.error(
                value.reason() + "; pass it, or test it with 'is defined' in the template");
    }
}
