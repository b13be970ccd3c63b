package dev.triglot.notebook.kernel;

import dev.triglot.js.NodeRuntime;
import dev.triglot.notebook.language.CellFailure;
import dev.triglot.notebook.language.EventLoop;
import dev.triglot.polyglot.host.TriglotHost;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;

/**
 * A context for Python and one for JavaScript, on one engine, so that values pass between them.
 * They are two because JavaScript allows only one thread in its context, and Python programs have
 * many.
 */
final class GuestContexts implements AutoCloseable {
    private final TriglotHost host;

    GuestContexts(OutputStream out, OutputStream err) {
        host =
                TriglotHost.builder("python", "js")
                        .out(out)
                        .err(err)
                        .option("python.InstallSignalHandlers", "true")
                        .build();
    }

    /** For Python, which handles SIGINT. */
    Context python() {
        return host.newGuest("python").context();
    }

    Context javaScript() {
        Context context = host.newGuest("js").context();
        // Cells are scripts of their own, not modules that are given one.
        NodeRuntime.of(context).evaluate("globalThis.require = require; undefined");
        return context;
    }

    /**
     * Runs what a JavaScript context has pending.
     *
     * @param strays gets what callbacks throw that no cell waits for
     */
    static EventLoop loop(Context javaScript, Consumer<PolyglotException> strays) {
        NodeRuntime runtime = NodeRuntime.of(javaScript);
        return done -> {
            while (!ranUntil(done, runtime, strays)) {}
        };
    }

    private static boolean ranUntil(
            BooleanSupplier done, NodeRuntime runtime, Consumer<PolyglotException> strays) {
        try {
            runtime.runUntil(done);
            return true;
        } catch (InterruptedException e) {
            throw CellFailure.interrupted();
        } catch (PolyglotException e) {
            if (e.isInterrupted() || e.isCancelled() || e.isExit()) {
                throw e;
            }
            strays.accept(e);
            return false;
        }
    }

    @Override
    public void close() {
        host.close();
    }
}
