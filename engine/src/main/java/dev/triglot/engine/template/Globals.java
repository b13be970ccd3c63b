package dev.triglot.engine.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The functions that every template has. */
final class Globals {
    private static final int MAX_MESSAGE_CHARS = 2000;

    private Globals() {}

    static @Nullable Callable get(String name) {
        return switch (name) {
            case "range" -> Globals::range;
            case "namespace" -> Globals::namespace;
            case "dict" -> Globals::dict;
            case "raise_exception" -> Globals::raise;
            case "strftime_now" -> Globals::strftimeNow;
            case "joiner" -> Globals::joiner;
            case "cycler" -> Globals::cycler;
            default -> null;
        };
    }

    private static Object range(Rendering rendering, Arguments arguments) {
        Arguments.Bound bound = arguments.bind(rendering, "range()", "start", "stop", "step");
        long first = bound.integer(0);
        return bound.has(1)
                ? Range.of(rendering, first, bound.integer(1), bound.integer(2, 1L))
                : Range.of(rendering, 0, first, 1);
    }

    private static Object namespace(Rendering rendering, Arguments arguments) {
        Namespace namespace = new Namespace();
        dict(rendering, arguments)
                .forEach(
                        (key, value) -> namespace.attributes().put(Text.of(rendering, key), value));
        return namespace;
    }

    private static Map<Object, Object> dict(Rendering rendering, Arguments arguments) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (Object source : arguments.positional()) {
            if (source instanceof Map<?, ?> entries) {
                rendering.buildItems(4L * entries.size());
                map.putAll(entries);
                continue;
            }
            List<Object> pairs = Values.items(rendering, source);
            rendering.buildItems(4L * pairs.size());
            for (Object pair : pairs) {
                List<Object> both = Values.items(rendering, pair);
                if (both.size() != 2) {
                    throw rendering.error("dict() takes pairs of a key and a value");
                }
                map.put(Keys.of(rendering, both.getFirst()), both.getLast());
            }
        }
        map.putAll(arguments.named());
        return map;
    }

    private static Object raise(Rendering rendering, Arguments arguments) {
        String message =
                Text.of(
                        rendering,
                        arguments.bind(rendering, "raise_exception()", "message").required(0));
        throw rendering.error(
                "the template refuses these messages: "
                        + message.substring(0, Math.min(message.length(), MAX_MESSAGE_CHARS)));
    }

    private static Object strftimeNow(Rendering rendering, Arguments arguments) {
        String format = arguments.bind(rendering, "strftime_now()", "format").string(0);
        return Strftime.format(rendering, format);
    }

    /** Nothing at the first call, then the separator. */
    private static Object joiner(Rendering rendering, Arguments arguments) {
        Object separator = arguments.bind(rendering, "joiner()", "sep").value(0, ", ");
        List<Object> next = new ArrayList<>(List.of(""));
        return (Callable)
                (r, none) -> {
                    Object value = next.getFirst();
                    next.set(0, separator);
                    return value;
                };
    }

    private static Object cycler(Rendering rendering, Arguments arguments) {
        if (arguments.positional().isEmpty()) {
            throw rendering.error("cycler() has nothing to cycle through; pass values");
        }
        return new Cycler(arguments.positional());
    }
}
