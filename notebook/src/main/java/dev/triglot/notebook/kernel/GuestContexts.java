package dev.triglot.notebook.kernel;

import dev.triglot.notebook.language.EventLoop;
import java.io.OutputStream;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;

/**
 * A context for Python and one for JavaScript, on one engine, so that values pass between them.
 * They are two because JavaScript allows only one thread in its context, and Python programs have
 * many.
 */
final class GuestContexts implements AutoCloseable {
    private final Engine engine;
    private final OutputStream out;
    private final OutputStream err;

    GuestContexts(OutputStream out, OutputStream err) {
        this.out = out;
        this.err = err;
        engine =
                Engine.newBuilder("python", "js")
                        .option("engine.WarnInterpreterOnly", "false")
                        .build();
    }

    Context python() {
        return builder("python").option("python.InstallSignalHandlers", "true").build();
    }

    Context javaScript() {
        return builder("js").build();
    }

    EventLoop loop() {
        // Promises that need nothing from outside are settled already.
        return done -> {};
    }

    private Context.Builder builder(String language) {
        return Context.newBuilder(language)
                .engine(engine)
                .allowAllAccess(true)
                .allowExperimentalOptions(true)
                .out(out)
                .err(err);
    }

    @Override
    public void close() {
        engine.close(true);
    }
}
