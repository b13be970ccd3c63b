package dev.triglot.engine.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The variable {@code loop}. */
final class Loop {
    private final List<Object> items;
    private int index;
    private @Nullable List<Object> changing;

    Loop(List<Object> items) {
        this.items = items;
    }

    /** Moves to the item at an index, from 0. */
    void moveTo(int index) {
        this.index = index;
    }

    @Nullable Object attribute(String name) {
        long size = items.size();
        return switch (name) {
            case "index" -> index + 1L;
            case "index0" -> (long) index;
            case "revindex" -> size - index;
            case "revindex0" -> size - index - 1;
            case "first" -> index == 0;
            case "last" -> index == size - 1;
            case "length" -> size;
            // It counts the levels of recursive loops, which are not supported.
            case "depth" -> 1L;
            case "depth0" -> 0L;
            case "previtem" ->
                    index == 0 ? new Undefined("there is no previous item") : items.get(index - 1);
            case "nextitem" ->
                    index == size - 1
                            ? new Undefined("there is no next item")
                            : items.get(index + 1);
            case "cycle" -> (Callable) this::cycle;
            case "changed" -> (Callable) this::changed;
            default -> null;
        };
    }

    private Object cycle(Rendering rendering, Arguments arguments) {
        List<Object> values = arguments.positional();
        if (values.isEmpty()) {
            throw rendering.error("loop.cycle() has nothing to cycle through; pass values");
        }
        return values.get(index % values.size());
    }

    private Object changed(Rendering rendering, Arguments arguments) {
        List<Object> before = changing;
        changing = arguments.positional();
        return before == null || !Comparisons.equal(rendering, before, changing);
    }
}
