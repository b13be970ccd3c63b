package dev.triglot.engine.template;

import dev.triglot.engine.error.TemplateException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies a caller's values into those that templates know, and measures them. */
final class Inputs {
    private static final int MAX_DEPTH = 100;

    private long chars;
    private int depth;

    /** Characters of all texts, and one for anything else. */
    long chars() {
        return chars;
    }

    /**
     * @throws TemplateException for a value of another kind than JSON has, and for a nesting that
     *     is too deep or never ends
     */
    Object value(@Nullable Object value) {
        chars++;
        return switch (value) {
            case null -> None.NONE;
            case CharSequence text -> {
                chars += text.length();
                yield text.toString();
            }
            case Boolean flag -> flag;
            case Long number -> number;
            case Integer number -> number.longValue();
            case Short number -> number.longValue();
            case Byte number -> number.longValue();
            case Number number -> number.doubleValue();
            case Map<?, ?> map -> map(map);
            case Iterable<?> items -> list(items);
            default ->
                    throw new TemplateException(
                            "a chat template cannot use a value of "
                                    + value.getClass().getName()
                                    + "; pass strings, numbers, booleans, lists and maps");
        };
    }

    private Object map(Map<?, ?> map) {
        enter();
        Map<Object, Object> copy = new LinkedHashMap<>();
        map.forEach((key, item) -> copy.put(value(key), value(item)));
        depth--;
        return copy;
    }

    private Object list(Iterable<?> items) {
        enter();
        List<Object> copy = new ArrayList<>();
        for (Object item : items) {
            copy.add(value(item));
        }
        depth--;
        return copy;
    }

    private void enter() {
        if (++depth > MAX_DEPTH) {
            throw new TemplateException(
                    "messages or variables of a chat template are nested more than "
                            + MAX_DEPTH
                            + " levels deep; flatten them");
        }
    }
}
