package dev.triglot.polyglot.service;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Copies what guests pass into plain Java: null, Boolean, Long, Double, String, List, Map. What is
 * none of these, such as a function, stays a {@link Value}; a Java object stays itself.
 */
final class GuestValues {
    /** Deeper is either a mistake or a cycle. */
    private static final int MAX_DEPTH = 32;

    /** All elements of an argument together. */
    private static final int MAX_ELEMENTS = 1 << 22;

    private final String what;
    private int elements;

    private GuestValues(String what) {
        this.what = what;
    }

    /**
     * @param what the argument's name, for messages
     */
    static @Nullable Object plain(String what, @Nullable Object argument) {
        return new GuestValues(what).copy(argument, 0);
    }

    private @Nullable Object copy(@Nullable Object argument, int depth) {
        if (depth > MAX_DEPTH) {
            throw Failures.invalid(what + " is nested more than " + MAX_DEPTH + " deep");
        }
        if (++elements > MAX_ELEMENTS) {
            throw Failures.invalid(what + " has more than " + MAX_ELEMENTS + " elements");
        }
        if (argument == null) {
            return null;
        }
        Value value = Value.asValue(argument);
        return value.isHostObject() ? java(value.asHostObject(), depth) : guest(value, depth);
    }

    private @Nullable Object java(@Nullable Object object, int depth) {
        return switch (object) {
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((key, value) -> copy.put(String.valueOf(key), copy(value, depth + 1)));
                yield copy;
            }
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>();
                list.forEach(element -> copy.add(copy(element, depth + 1)));
                yield copy;
            }
            case Object[] array -> java(List.of(array), depth);
            case null, default -> object;
        };
    }

    private @Nullable Object guest(Value value, int depth) {
        if (value.isNull()) {
            return null;
        }
        if (value.isBoolean()) {
            return value.asBoolean();
        }
        if (value.isString()) {
            return value.asString();
        }
        if (value.isNumber()) {
            return value.fitsInLong() ? value.asLong() : number(value);
        }
        if (value.hasHashEntries()) {
            return entries(value, depth);
        }
        if (value.hasArrayElements()) {
            return elements(value, depth);
        }
        return value.hasMembers() && !value.canExecute() ? members(value, depth) : value;
    }

    private Object number(Value value) {
        if (!value.fitsInDouble()) {
            throw Failures.invalid(what + " has a number that does not fit into 64 bits: " + value);
        }
        return value.asDouble();
    }

    private Map<String, @Nullable Object> entries(Value value, int depth) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        Value keys = value.getHashKeysIterator();
        while (keys.hasIteratorNextElement()) {
            Value key = keys.getIteratorNextElement();
            String name = key.isString() ? key.asString() : key.toString();
            copy.put(name, copy(value.getHashValue(key), depth + 1));
        }
        return copy;
    }

    private List<@Nullable Object> elements(Value value, int depth) {
        List<@Nullable Object> copy = new ArrayList<>();
        for (long i = 0; i < value.getArraySize(); i++) {
            copy.add(copy(value.getArrayElement(i), depth + 1));
        }
        return copy;
    }

    private Map<String, @Nullable Object> members(Value value, int depth) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        for (String name : value.getMemberKeys()) {
            copy.put(name, copy(value.getMember(name), depth + 1));
        }
        return copy;
    }
}
