package dev.triglot.polyglot.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * One options object. Each method takes out one option; {@link #done} refuses what nobody took. A
 * key may be written in camel case or with underscores.
 */
final class Options {
    private final String what;
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
    private final Map<String, String> written = new LinkedHashMap<>();
    private final TreeSet<String> known = new TreeSet<>();

    /**
     * @param what whose options these are, for messages
     */
    Options(String what, @Nullable Object argument) {
        this.what = what;
        Object plain = GuestValues.plain("options of " + what, argument);
        if (plain == null) {
            return;
        }
        if (!(plain instanceof Map<?, ?> map)) {
            throw Failures.invalid("options of " + what + " must be one object with named values");
        }
        map.forEach((key, value) -> {
            String name = camelCase((String) key);
            if (written.put(name, (String) key) != null) {
                throw Failures.invalid("option " + key + " of " + what + " is given twice");
            }
            values.put(name, value);
        });
    }

    private @Nullable Object take(String name) {
        known.add(name);
        return values.remove(name);
    }

    int integer(String name, int otherwise) {
        return (int) longInteger(name, otherwise, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    @Nullable Long optionalLong(String name) {
        return values.get(name) == null
                ? (Long) take(name)
                : (Long) longInteger(name, 0, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private long longInteger(String name, long otherwise, long min, long max) {
        return switch (take(name)) {
            case null -> otherwise;
            case Long value when value >= min && value <= max -> value;
            case Integer value -> value;
            case Object other -> throw wrong(name, "a whole number", other);
        };
    }

    float number(String name, float otherwise) {
        return switch (take(name)) {
            case null -> otherwise;
            case Number value -> value.floatValue();
            case Object other -> throw wrong(name, "a number", other);
        };
    }

    boolean flag(String name, boolean otherwise) {
        return switch (take(name)) {
            case null -> otherwise;
            case Boolean value -> value;
            case Object other -> throw wrong(name, "true or false", other);
        };
    }

    @Nullable String text(String name) {
        return switch (take(name)) {
            case null -> null;
            case String value -> value;
            case Object other -> throw wrong(name, "a text", other);
        };
    }

    /** One of some words. */
    String word(String name, String otherwise, List<String> words) {
        String value = text(name);
        if (value == null) {
            return otherwise;
        }
        if (!words.contains(value)) {
            throw wrong(name, "one of " + String.join(", ", words), value);
        }
        return value;
    }

    /** A text or a list of texts. */
    List<String> texts(String name) {
        Object value = take(name);
        return value == null ? List.of() : GuestArguments.texts("option " + name, value);
    }

    /** An object from numbers to numbers; null stands for negative infinity. */
    Map<Integer, Float> numbersById(String name) {
        Object value = take(name);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(name, "an object from ids to numbers", value);
        }
        Map<Integer, Float> numbers = new LinkedHashMap<>();
        map.forEach((key, bias) -> {
            try {
                numbers.put(
                        Integer.valueOf((String) key),
                        bias == null ? Float.NEGATIVE_INFINITY : ((Number) bias).floatValue());
            } catch (NumberFormatException | ClassCastException e) {
                throw wrong(name, "an object from ids to numbers", key + ": " + bias);
            }
        });
        return numbers;
    }

    Map<String, @Nullable Object> object(String name) {
        Object value = take(name);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(name, "an object", value);
        }
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, element) -> copy.put((String) key, element));
        return copy;
    }

    /** A list of anything, as it came. */
    @Nullable Object any(String name) {
        return take(name);
    }

    /** A guest's function as an interface that is {@link HostAccess.Implementable}. */
    <T> @Nullable T callback(String name, Class<T> type) {
        return switch (take(name)) {
            case null -> null;
            case Value function when function.canExecute() -> function.as(type);
            case Object java when type.isInstance(java) -> type.cast(java);
            case Object other -> throw wrong(name, "a function", other);
        };
    }

    /** Features that are known but not there: asking for one is not a spelling mistake. */
    void later(String... names) {
        for (String name : names) {
            if (take(name) != null) {
                throw Failures.notImplemented("option " + written.get(name) + " of " + what);
            }
        }
    }

    void done() {
        if (values.isEmpty()) {
            return;
        }
        String name = values.keySet().iterator().next();
        String key = written.getOrDefault(name, name);
        boolean underscores = key.indexOf('_') >= 0;
        String near = NearestName.of(name, known);
        String hint = near.isEmpty() ? String.join(", ", known) : near;
        throw Failures.invalid(
                what
                        + " has no option "
                        + Shown.quoted(key)
                        + (near.isEmpty() ? ": the options are " : ": did you mean ")
                        + (underscores ? snakeCase(hint) : hint)
                        + (near.isEmpty() ? "" : "?"));
    }

    private RuntimeException wrong(String name, String must, Object value) {
        return Failures.invalid(
                "option "
                        + written.getOrDefault(name, name)
                        + " of "
                        + what
                        + " must be "
                        + must
                        + ", not "
                        + Shown.value(value));
    }

    private static String camelCase(String key) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c == '_'
                    && i > 0
                    && i + 1 < key.length()
                    && Character.isLetterOrDigit(key.charAt(i + 1))) {
                out.append(Character.toUpperCase(key.charAt(++i)));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
