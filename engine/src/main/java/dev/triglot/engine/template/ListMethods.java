package dev.triglot.engine.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Methods of lists and tuples; those that would change a list are out of reach. */
final class ListMethods {
    private ListMethods() {}

    static @Nullable Object method(Object owner, List<Object> items, String name) {
        return switch (name) {
            case "count" -> (Callable) (r, a) -> count(r, items, a);
            case "index" -> (Callable) (r, a) -> index(r, items, a);
            case "copy" -> owner instanceof List ? (Callable) (r, a) -> owner : null;
            case "append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort" ->
                    owner instanceof Tuple || owner instanceof Range
                            ? null
                            : new Undefined(
                                    "a list cannot be changed by '"
                                            + name
                                            + "': templates run in an immutable sandbox;"
                                            + " build a new list with '+' instead");
            default -> null;
        };
    }

    private static Object count(Rendering rendering, List<Object> items, Arguments arguments) {
        Object wanted = arguments.bind(rendering, "count()", "value").required(0);
        long count = 0;
        for (Object item : items) {
            if (Comparisons.equal(rendering, item, wanted)) {
                count++;
            }
        }
        return count;
    }

    private static Object index(Rendering rendering, List<Object> items, Arguments arguments) {
        Object wanted = arguments.bind(rendering, "index()", "value").required(0);
        for (int i = 0; i < items.size(); i++) {
            if (Comparisons.equal(rendering, items.get(i), wanted)) {
                return (long) i;
            }
        }
        throw rendering.error("index() does not find the value; test with 'in' before");
    }
}
