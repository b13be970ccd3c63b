package dev.triglot.polyglot.host;

import dev.triglot.polyglot.service.TriglotService;
import dev.triglot.polyglot.v1.Triglot;
import dev.triglot.polyglot.v1.TriglotError;
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
    private final @Nullable Supervisor supervisor;
    private volatile boolean closed;

    /**
     * @param limits null for a trusted guest, which runs in its caller's thread
     */
    Guest(Context context, TriglotService triglot, @Nullable Limits limits) {
        this.context = context;
        this.triglot = triglot;
        this.supervisor = limits == null ? null : new Supervisor(limits, this::end);
    }

    /** The context; what is done with it directly is not watched. */
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
     * Runs a script. That of a sandboxed guest runs in the guest's own thread, one at a time.
     *
     * @throws PolyglotException what the script throws
     * @throws TriglotError with code {@code limit_exceeded} if it took too long or kept too much
     *     memory; the guest is closed then
     */
    public Value eval(Source source) {
        return watched(() -> context.eval(source));
    }

    /** Does anything in the guest, such as calling its functions, within the limits. */
    public <T> T watched(Supplier<T> action) {
        if (closed) {
            throw new TriglotError("closed", "the guest is closed: make a new one", null);
        }
        return supervisor == null ? action.get() : supervisor.run(action);
    }

    /** Ends what runs, and closes the models, the sessions and the context. */
    @Override
    public void close() {
        if (supervisor == null) {
            end();
        } else {
            Supervisor.inTime(this::end, Supervisor.GRACE);
        }
    }

    private void end() {
        closed = true;
        if (supervisor != null) {
            supervisor.close();
        }
        // The engine's loops end first, since the context waits for them; the models last, since
        // they wait for a guest's callback, which only the context can end.
        triglot.cancel();
        context.close(true);
        triglot.close();
    }
}
