package dev.triglot.js;

import dev.triglot.polyglot.v1.Task;
import dev.triglot.polyglot.v1.Triglot;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** Timers, and the wait for work of the engine. */
final class LoopNatives extends Natives {
    private final EventLoop loop;

    LoopNatives(EventLoop loop, Triglot triglot, boolean trusted) {
        this.loop = loop;
        define("schedule", a -> loop.schedule(a[0]::executeVoid, delay(a[1]), a[2].asBoolean()));
        define("immediate", a -> loop.immediate(a[0]::executeVoid));
        define("cancel", a -> cancel(a[0].asInt()));
        define("keepAlive", a -> keepAlive(a[0].asInt(), a[1].asBoolean()));
        define("watch", a -> watch(a[0].asHostObject(), a[1]));
        constant("triglot", triglot);
        constant("trusted", trusted);
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
     * Calls back in the loop's thread each time there is something new of a task, until it is done;
     * the callback gets whether that is so.
     */
    private @Nullable Object watch(Task task, Value callback) {
        EventLoop.Operation operation = loop.begin();
        Watch watch = new Watch(operation, task, callback);
        task.whenReady(watch::ready);
        return null;
    }

    /** One pending callback at a time, however often the task is ready meanwhile. */
    private static final class Watch {
        private final EventLoop.Operation operation;
        private final Task task;
        private final Value callback;
        private boolean pending;
        private boolean over;

        Watch(EventLoop.Operation operation, Task task, Value callback) {
            this.operation = operation;
            this.task = task;
            this.callback = callback;
        }

        synchronized void ready() {
            if (!pending && !over) {
                pending = true;
                operation.report(this::report);
            }
        }

        private void report() {
            synchronized (this) {
                pending = false;
                if (over) {
                    return;
                }
            }
            // The callback takes what is there, and says whether it wants no more.
            boolean finished = callback.execute(task.isDone()).asBoolean() || task.isDone();
            if (finished) {
                synchronized (this) {
                    over = true;
                }
                operation.end(() -> callback.execute(true));
            }
        }
    }
}
