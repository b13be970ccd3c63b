package dev.triglot.launch;

import dev.triglot.polyglot.host.Guest;
import dev.triglot.polyglot.host.TriglotHost;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;

/** Runs a Python program as the command python does. */
final class PythonProgram {
    /** As the command timeout has it. */
    private static final int TIMED_OUT = 124;

    private static final int INTERRUPTED = 130;
    private static final int NO_SUCH_FILE = 2;

    private final Invocation invocation;
    private final InputStream in;
    private final OutputStream out;
    private final OutputStream err;

    PythonProgram(Invocation invocation, InputStream in, OutputStream out, OutputStream err) {
        this.invocation = invocation;
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /** Runs it to its end and returns its exit code. */
    int run() throws IOException {
        Watchdog watchdog = new Watchdog();
        try (TriglotHost host = PythonHosts.of(invocation, in, out, err);
                Guest guest = host.newGuest()) {
            try (watchdog) {
                watchdog.start(invocation.timeoutSeconds(), guest::close);
                int exitCode = launch(guest.context());
                // Runs what the program has registered for its exit, and may throw as it did.
                guest.context().close();
                return exitCode;
            }
        } catch (PolyglotException e) {
            return watchdog.fired()
                    ? tell("ended after " + invocation.timeoutSeconds() + " s", TIMED_OUT)
                    : ended(e);
        }
    }

    private int ended(PolyglotException e) throws IOException {
        if (e.isExit()) {
            return e.getExitStatus();
        }
        if (e.isInterrupted() || e.isCancelled()) {
            return INTERRUPTED;
        }
        return tell(String.valueOf(e.getMessage()), 1);
    }

    private int tell(String message, int exitCode) throws IOException {
        err.write(("triglot: " + message + "\n").getBytes(StandardCharsets.UTF_8));
        err.flush();
        return exitCode;
    }

    private int launch(Context context) throws IOException {
        String target = invocation.target();
        return switch (invocation.kind()) {
            case FILE -> {
                Path file = Path.of(target);
                if (!Files.exists(file)) {
                    yield tell("can't open file '" + file + "': no such file", NO_SUCH_FILE);
                }
                // A sandboxed program is given its own text: it may read no file.
                yield invocation.sandboxed()
                        ? launch(context, textKind(), Files.readString(file), target)
                        : launch(context, "file", "", target);
            }
            case MODULE -> launch(context, "module", "", target);
            case TEXT -> launch(context, textKind(), target, "-c");
            default -> {
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                yield launch(context, textKind(), text, "-");
            }
        };
    }

    private String textKind() {
        return invocation.sandboxed() ? "source" : "text";
    }

    private int launch(Context context, String kind, String text, String target) {
        Value launch = context.eval(PythonHosts.source("launch.py"));
        ProxyArray arguments = ProxyArray.fromList(new ArrayList<>(invocation.arguments()));
        return launch.execute(kind, text, target, arguments).asInt();
    }
}
