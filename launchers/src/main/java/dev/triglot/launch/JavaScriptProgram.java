package dev.triglot.launch;

import dev.triglot.js.NodeRuntime;
import dev.triglot.polyglot.host.TriglotHost;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.jline.utils.Signals;

/** Runs a JavaScript program as the command node does. */
final class JavaScriptProgram {
    /** As the command timeout has it. */
    private static final int TIMED_OUT = 124;

    private static final Map<String, Integer> SIGNALS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

    private final Invocation invocation;
    private final InputStream in;
    private final OutputStream out;
    private final OutputStream err;

    JavaScriptProgram(Invocation invocation, InputStream in, OutputStream out, OutputStream err) {
        this.invocation = invocation;
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /** Runs it to its end and returns its exit code. */
    int run() throws IOException {
        TriglotHost host = JavaScriptHosts.of(invocation, in, out, err);
        Context context = host.newContext();
        NodeRuntime runtime = JavaScriptHosts.runtime(context, in, out, err);
        Watchdog watchdog = new Watchdog();
        watchdog.start(invocation.timeoutSeconds(), () -> runtime.stop(TIMED_OUT));
        // Beside the program: the handlers take their time to load.
        Thread.ofPlatform().daemon().start(() -> listen(runtime));
        try (watchdog) {
            int exitCode = launch(runtime);
            if (watchdog.fired()) {
                tell("ended after " + invocation.timeoutSeconds() + " s");
            }
            return exitCode;
        } finally {
            close(host, context);
        }
    }

    private static void listen(NodeRuntime runtime) {
        SIGNALS.forEach((name, number) ->
                Signals.register(name, () -> runtime.signal("SIG" + name, number)));
    }

    private static void close(TriglotHost host, Context context) {
        try {
            context.close(true);
        } catch (PolyglotException e) {
            // process.exit() has closed it already.
        }
        host.close();
    }

    private void tell(String message) throws IOException {
        err.write(("triglot: " + message + "\n").getBytes(StandardCharsets.UTF_8));
        err.flush();
    }

    private int launch(NodeRuntime runtime) throws IOException {
        String target = invocation.target();
        return switch (invocation.kind()) {
            case FILE -> {
                Path file = Path.of(target);
                // A sandboxed program is given its own text: it may read no file.
                yield invocation.sandboxed() && Files.isReadable(file)
                        ? runtime.runText(Files.readString(file), target, invocation.arguments())
                        : runtime.runFile(file, invocation.arguments());
            }
            case INPUT -> {
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                yield runtime.runText(text, invocation.arguments());
            }
            default -> runtime.runText(target, invocation.arguments());
        };
    }
}
