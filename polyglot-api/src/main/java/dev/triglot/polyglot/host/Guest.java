package dev.triglot.polyglot.host;

import dev.triglot.polyglot.service.TriglotService;
import dev.triglot.polyglot.v1.Triglot;
import dev.triglot.polyglot.v1.TriglotError;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** One tenant: a context, and the models and sessions that its scripts open. */
public final class Guest implements AutoCloseable {
    private final Context context;
    private final TriglotService triglot;
    private final @Nullable Duration time;
    private final ScheduledExecutorService watchdog;
    private volatile boolean closed;

    Guest(
            Context context,
            TriglotService triglot,
            @Nullable Duration time,
            ScheduledExecutorService watchdog) {
        this.context = context;
        this.triglot = triglot;
        this.time = time;
        this.watchdog = watchdog;
    }

    /** The context; what is evaluated through it directly is not watched. */
    public Context context() {
        return context;
    }

    /** The entry that the scripts have. */
    public Triglot triglot() {
        return triglot;
    }

    /** As {@link #eval(Source)}. */
    public Value eval(String language, CharSequence code) {
        return eval(Source.create(language, code));
    }

    /**
     * Runs a script.
     *
     * @throws PolyglotException what the script throws
     * @throws TriglotError with code {@code limit_exceeded} if it took too long; the guest is
     *     closed then
     */
    public Value eval(Source source) {
        return watched(() -> context.eval(source));
    }

    /** Does anything in the guest, such as calling its functions, within the time limit. */
    public <T> T watched(Supplier<T> action) {
        if (closed) {
            throw new TriglotError("closed", "the guest is closed: make a new one", null);
        }
        if (time == null) {
            return action.get();
        }
        AtomicBoolean expired = new AtomicBoolean();
        ScheduledFuture<?> bite =
                watchdog.schedule(
                        () -> {
                            expired.set(true);
                            close();
                        },
                        time.toMillis(),
                        TimeUnit.MILLISECONDS);
        try {
            return action.get();
        } catch (PolyglotException | TriglotError | IllegalStateException e) {
            if (expired.get()) {
                throw new TriglotError(
                        "limit_exceeded",
                        "the script ran longer than " + time.toMillis() + " ms",
                        e);
            }
            throw e;
        } finally {
            bite.cancel(false);
        }
    }

    /** Ends what runs, and closes the models, the sessions and the context. */
    @Override
    public void close() {
        closed = true;
        // The engine's loops end first, since the context waits for them; the models last, since
        // they wait for a guest's callback, which only the context can end.
        triglot.cancel();
        context.close(true);
        triglot.close();
    }
}
