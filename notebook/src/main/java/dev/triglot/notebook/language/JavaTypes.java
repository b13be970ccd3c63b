package dev.triglot.notebook.language;

import java.lang.reflect.Modifier;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** How variables of other languages are declared in Java. */
final class JavaTypes {
    private JavaTypes() {}

    /** A value as Java code likes it: guests' lists and dictionaries as collections. */
    static @Nullable Object view(@Nullable Object value) {
        if (value instanceof Value guest && !guest.canExecute()) {
            if (guest.hasArrayElements()) {
                return guest.as(List.class);
            }
            if (guest.hasHashEntries()) {
                return guest.as(Map.class);
            }
        }
        return value;
    }

    /** The type's name in source code. */
    static String declared(@Nullable Object value) {
        return switch (value) {
            case null -> "Object";
            case Boolean ignored -> "boolean";
            case Integer ignored -> "int";
            case Long ignored -> "long";
            case Double ignored -> "double";
            case String ignored -> "String";
            case BigInteger ignored -> "java.math.BigInteger";
            case Value ignored -> "org.graalvm.polyglot.Value";
            case List<?> ignored -> "java.util.List<Object>";
            case Map<?, ?> ignored -> "java.util.Map<Object, Object>";
            default -> named(value.getClass());
        };
    }

    private static String named(Class<?> type) {
        String name = type.getCanonicalName();
        boolean visible =
                name != null
                        && Modifier.isPublic(type.getModifiers())
                        && type.getTypeParameters().length == 0
                        && type.getModule().isExported(type.getPackageName());
        return visible ? name : "Object";
    }
}
