package dev.triglot.js;

import dev.triglot.polyglot.v1.Task;
import dev.triglot.polyglot.v1.Triglot;
import java.io.IOException;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** Timers, and the wait for work of the engine. */
final class LoopNatives extends Natives {
    private final EventLoop loop;

    LoopNatives(EventLoop loop, Triglot triglot, boolean trusted) {
        this.loop = loop;
        define("schedule", "immediate", "cancel", "keepAlive", "watch");
        constant("triglot", triglot);
        constant("trusted", trusted);
    }

    @Override
    @Nullable Object call(String name, Value... a) throws IOException {
        return switch (name) {
            case "schedule" -> loop.schedule(a[0]::executeVoid, delay(a[1]), a[2].asBoolean());
            case "immediate" -> loop.immediate(a[0]::executeVoid);
            case "cancel" -> cancel(a[0].asInt());
            case "keepAlive" -> keepAlive(a[0].asInt(), a[1].asBoolean());
            case "watch" -> watch(a[0].asHostObject(), a[1], a[2].asInt());
            default -> super.call(name, a);
        };
    }

    /** Node takes what is too long, or no number, for one millisecond. */
    private static long delay(Value millis) {
        double value = millis.isNumber() ? millis.asDouble() : 1;
        return value >= 1 && value <= Integer.MAX_VALUE ? (long) value : 1;
    }

    private @Nullable Object cancel(int id) {
        loop.cancel(id);
        return null;
    }

    private @Nullable Object keepAlive(int id, boolean alive) {
        loop.keepAlive(id, alive);
        return null;
    }

    /**
     * Calls back in the loop's thread, as {@link Watch} says, until a task is done.
     *
     * @param restMillis how long news are collected after a call back; the end is told at once
     */
    private @Nullable Object watch(Task task, Value callback, int restMillis) {
        new Watch(loop, task, callback, restMillis).begin();
        return null;
    }
}
