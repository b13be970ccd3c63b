package dev.triglot.launch;

import dev.triglot.polyglot.host.TriglotHost;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Timer;
import java.util.TimerTask;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;

/** Runs a Python program as the command python does. */
final class PythonProgram {
    /** As the command timeout has it. */
    private static final int TIMED_OUT = 124;

    private static final int INTERRUPTED = 130;

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
        try (TriglotHost host = host();
                Context context = host.newContext()) {
            boolean[] timedOut = new boolean[1];
            Timer watchdog = watch(context, timedOut);
            try {
                return launch(context);
            } catch (PolyglotException e) {
                if (timedOut[0]) {
                    return tell("ended after " + invocation.timeoutSeconds() + " s", TIMED_OUT);
                }
                return ended(e);
            } finally {
                watchdog.cancel();
            }
        } catch (PolyglotException e) {
            // Closing runs what the program has registered for its exit.
            return ended(e);
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

    private TriglotHost host() {
        TriglotHost.Builder builder =
                TriglotHost.builder("python").in(in).out(out).err(err);
        if (invocation.sandboxed()) {
            builder.sandboxed();
            invocation.models().forEach(builder::grantModel);
        } else {
            builder.option("python.InstallSignalHandlers", "true");
            String path = System.getenv("PYTHONPATH");
            if (path != null && !path.isEmpty()) {
                builder.option("python.PythonPath", path);
            }
        }
        return builder.build();
    }

    private Timer watch(Context context, boolean[] timedOut) {
        Timer timer = new Timer("watchdog", true);
        if (invocation.timeoutSeconds() > 0) {
            timer.schedule(
                    new TimerTask() {
                        @Override
                        public void run() {
                            timedOut[0] = true;
                            context.close(true);
                        }
                    },
                    invocation.timeoutSeconds() * 1000);
        }
        return timer;
    }

    private int launch(Context context) throws IOException {
        Value launcher = context.eval(source());
        Value code =
                switch (invocation.kind()) {
                    case FILE -> {
                        Path file = Path.of(invocation.target());
                        if (!Files.exists(file)) {
                            yield context.asValue(
                                    tell("can't open file '" + file + "': no such file", 2));
                        }
                        // A sandboxed program is given its own text: it may read no file.
                        yield invocation.sandboxed()
                                ? launcher.execute("text", read(file), file.toString(), arguments())
                                : launcher.execute("file", "", file.toString(), arguments());
                    }
                    case MODULE ->
                            launcher.execute("module", "", invocation.target(), arguments());
                    case TEXT -> launcher.execute("text", invocation.target(), "-c", arguments());
                    default -> {
                        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                        yield launcher.execute("text", text, "-", arguments());
                    }
                };
        return code.asInt();
    }

    private Object arguments() {
        return org.graalvm.polyglot.proxy.ProxyArray.fromList(
                new java.util.ArrayList<Object>(invocation.arguments()));
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file);
    }

    private static Source source() {
        try (InputStream text =
                Objects.requireNonNull(PythonProgram.class.getResourceAsStream("launch.py"))) {
            return Source.newBuilder(
                            "python",
                            new String(text.readAllBytes(), StandardCharsets.UTF_8),
                            "launch.py")
                    .internal(true)
                    .buildLiteral();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
