package dev.triglot.notebook.cell;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way from compiled Java cells to the kernel: cells run in classes of their own, which find it
 * only by a static name.
 */
public final class Notebook {
    private static final AtomicReference<@Nullable Consumer<Map<String, String>>> DISPLAY =
            new AtomicReference<>();
    private static final AtomicReference<@Nullable Object> HANDED = new AtomicReference<>();

    private Notebook() {}

    /** Shows a value below the cell. */
    public static void display(@Nullable Object value) {
        Consumer<Map<String, String>> display = DISPLAY.get();
        if (display != null) {
            display.accept(Display.of(value).data());
        }
    }

    /** Sets where values are shown. */
    public static void connect(Consumer<Map<String, String>> display) {
        DISPLAY.set(display);
    }

    /** Puts down a value for the declaration that {@link #handed} is compiled into. */
    public static void hand(@Nullable Object value) {
        HANDED.set(value);
    }

    /** Takes up the value that was put down. */
    public static @Nullable Object handed() {
        return HANDED.getAndSet(null);
    }
}
