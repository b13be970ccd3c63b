package dev.triglot.notebook.language;

import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** Values on their way from one language to another. */
final class Values {
    private Values() {}

    /** Numbers, text and objects of Java as themselves; anything else stays a guest's value. */
    static @Nullable Object toJava(Value value) {
        if (value.isNull()) {
            return null;
        }
        if (value.isHostObject()) {
            return value.asHostObject();
        }
        if (value.isBoolean()) {
            return value.asBoolean();
        }
        if (value.isString()) {
            return value.asString();
        }
        if (value.isNumber()) {
            return number(value);
        }
        return value;
    }

    private static Object number(Value value) {
        if (value.fitsInInt()) {
            return value.asInt();
        }
        if (value.fitsInLong()) {
            return value.asLong();
        }
        if (value.fitsInDouble()) {
            return value.asDouble();
        }
        return value.fitsInBigInteger() ? value.asBigInteger() : value;
    }

    /**
     * Whether two values of a variable are the same, so that nobody needs to be told: numbers and
     * text by value, objects by identity.
     */
    @SuppressWarnings("ReferenceEquality") // a copy of a list is another list
    static boolean same(@Nullable Object a, @Nullable Object b) {
        return switch (a) {
            case Number number -> number.equals(b);
            case String text -> text.equals(b);
            case Boolean truth -> truth.equals(b);
            case null, default -> a == b;
        };
    }
}
