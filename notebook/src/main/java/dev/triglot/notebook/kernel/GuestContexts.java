package dev.triglot.notebook.kernel;

import dev.triglot.js.NodeRuntime;
import dev.triglot.notebook.language.CellFailure;
import dev.triglot.notebook.language.EventLoop;
import dev.triglot.polyglot.host.TriglotHost;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;

/**
 * A context for Python and one for JavaScript, on one engine, so that values pass between them.
 * They are two because JavaScript allows only one thread in its context, and Python programs have
 * many.
 */
final class GuestContexts implements AutoCloseable {
    /** Ends what asked for it, as Python's does; the context serves further cells. */
    private static final String PROCESS_EXIT =
            """
            process.exit = (code = process.exitCode ?? 0) => {
                throw Object.assign(new Error(String(code)), { name: "SystemExit" });
            };
            """;

    private final TriglotHost host;
    private final OutputStream out;
    private final OutputStream err;

    GuestContexts(OutputStream out, OutputStream err) {
        this.out = out;
        this.err = err;
        host =
                TriglotHost.builder("python", "js")
                        .out(out)
                        .err(err)
                        .option("python.InstallSignalHandlers", "true")
                        .build();
    }

    /** For Python, which handles SIGINT. */
    Context python() {
        return host.newGuestIn("python").context();
    }

    /** For JavaScript, as a session of Node's: with require, and alive after errors. */
    Context javaScript() {
        Context context = host.newGuestIn("js").context();
        NodeRuntime.of(context)
                .streams(InputStream.nullInputStream(), out, err)
                .evaluate(PROCESS_EXIT);
        return context;
    }

    /**
     * Runs what a JavaScript context has pending; tells what callbacks throw that nobody awaits.
     */
    EventLoop loop(Context javaScript) {
        NodeRuntime runtime = NodeRuntime.of(javaScript);
        return done -> {
            while (!ranUntil(done, runtime)) {}
        };
    }

    private boolean ranUntil(BooleanSupplier done, NodeRuntime runtime) {
        try {
            runtime.runUntil(done);
            return true;
        } catch (InterruptedException e) {
            throw CellFailure.interrupted();
        } catch (PolyglotException e) {
            Value thrown = e.getGuestObject();
            if (thrown == null || e.isInterrupted() || e.isCancelled() || e.isExit()) {
                throw e;
            }
            new PrintStream(err, true, StandardCharsets.UTF_8).println(runtime.inspect(thrown));
            return false;
        }
    }

    @Override
    public void close() {
        host.close();
    }
}
