package dev.triglot.engine.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code cycler()} gives: goes through its values again and again. */
final class Cycler {
    private final List<Object> values;
    private int position;

    Cycler(List<Object> values) {
        this.values = values;
    }

    @Nullable Object attribute(String name) {
        return switch (name) {
            case "current" -> values.get(position);
            case "next" -> (Callable) this::next;
            case "reset" -> (Callable) this::reset;
            default -> null;
        };
    }

    private Object next(Rendering rendering, Arguments arguments) {
        Object value = values.get(position);
        position = (position + 1) % values.size();
        return value;
    }

    private Object reset(Rendering rendering, Arguments arguments) {
        position = 0;
        return None.NONE;
    }
}
