package dev.triglot.polyglot.service;

import java.util.List;
import java.util.Map;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** How arguments look in messages: short, on one line. */
final class Shown {
    private static final int MAX_LENGTH = 60;

    private Shown() {}

    static String value(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String text -> quoted(text);
            case Map<?, ?> _ -> "an object";
            case List<?> _ -> "a list";
            case Value guest when guest.canExecute() -> "a function";
            case Value guest ->
                    guest.getMetaObject() == null
                            ? "an object"
                            : "a " + guest.getMetaObject().getMetaSimpleName();
            case Number _, Boolean _ -> value.toString();
            default -> "a Java object";
        };
    }

    static String quoted(String text) {
        String start = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "..." : text;
        return "'" + start.replaceAll("\\p{Cntrl}", "?") + "'";
    }
}
