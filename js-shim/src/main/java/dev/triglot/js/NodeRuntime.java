package dev.triglot.js;

import dev.triglot.polyglot.v1.Triglot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.jspecify.annotations.Nullable;

/**
 * Runs JavaScript in one context as Node would: scripts and modules, timers and promises until
 * nothing is pending, exit codes.
 *
 * <p>Contexts of a {@link dev.triglot.polyglot.host.TriglotHost} with the language {@code js} have
 * one; {@link #of} gives it. All methods but {@link #signal} belong to one thread at a time.
 *
 * <pre>{@code
 * try (TriglotHost host = TriglotHost.builder("js").build();
 *         Context context = host.newContext()) {
 *     int exitCode = NodeRuntime.of(context).runFile(Path.of("script.mjs"), List.of("an argument"));
 * }
 * }</pre>
 */
public final class NodeRuntime {
    private static final String BINDING = "triglot.node";

    /** What Node exits with where a promise of the top level never settles. */
    private static final int UNSETTLED = 13;

    private final Context context;
    private final EventLoop loop = new EventLoop();
    private final FileNatives fileNatives;
    private final Streams streams;
    private final Value runtime;
    private final AtomicBoolean signalled = new AtomicBoolean();
    private boolean exited;
    private int exitCode;

    /** The streams of the process; they may be set before the first script runs. */
    private static final class Streams {
        InputStream in = InputStream.nullInputStream();
        @Nullable OutputStream out;
        @Nullable OutputStream err;
    }

    private NodeRuntime(
            Context context,
            NodeFileSystem files,
            Bundle bundle,
            Triglot triglot,
            boolean trusted) {
        this.context = context;
        this.streams = new Streams();
        this.fileNatives = new FileNatives(files.files());
        Value printers = context.eval("js", "[print, printErr]");
        ProcessNatives process =
                new ProcessNatives(
                        loop,
                        new CurrentInput(),
                        output(1, printers.getArrayElement(0)),
                        output(2, printers.getArrayElement(1)));
        Value boot = context.eval(source(bundle, "boot.js"));
        Value raise = boot.getMember("raise");
        files.connect(path -> strings(boot.getMember("names").execute(path)));
        runtime =
                boot.getMember("start")
                        .execute(
                                new ModuleNatives(files, bundle).toGuest(raise),
                                new LoopNatives(loop, triglot).toGuest(raise),
                                process.toGuest(raise),
                                fileNatives.toGuest(raise),
                                new FetchNatives(loop, trusted).toGuest(raise),
                                new CodecNatives().toGuest(raise),
                                (ProxyExecutable) this::exit,
                                ProxyObject.fromMap(
                                        new HashMap<>(trusted ? System.getenv() : Map.of())),
                                files.toAbsolutePath(Path.of("")).toString());
    }

    /** Gives a new context its runtime. */
    static NodeRuntime install(
            Context context,
            NodeFileSystem files,
            Bundle bundle,
            Triglot triglot,
            boolean trusted) {
        NodeRuntime runtime = new NodeRuntime(context, files, bundle, triglot, trusted);
        context.getPolyglotBindings().putMember(BINDING, new Handle(runtime));
        return runtime;
    }

    /** Keeps the runtime where its context is, without showing anything of it. */
    private record Handle(NodeRuntime runtime) implements ProxyObject {
        @Override
        public @Nullable Object getMember(String key) {
            return null;
        }

        @Override
        public Object getMemberKeys() {
            return ProxyArray.fromArray();
        }

        @Override
        public boolean hasMember(String key) {
            return false;
        }

        @Override
        public void putMember(String key, Value value) {
            throw new UnsupportedOperationException("read-only");
        }
    }

    /**
     * The runtime of a context.
     *
     * @throws IllegalArgumentException if the context has none
     */
    public static NodeRuntime of(Context context) {
        Value handle = context.getPolyglotBindings().getMember(BINDING);
        if (handle == null || !(handle.asProxyObject() instanceof Handle found)) {
            throw new IllegalArgumentException(
                    "this context has no runtime of Node: make it with a TriglotHost that has"
                            + " the language js");
        }
        return found.runtime;
    }

    /** Sets what {@code process.stdin}, {@code stdout} and {@code stderr} are. */
    public NodeRuntime streams(InputStream in, OutputStream out, OutputStream err) {
        streams.in = in;
        streams.out = out;
        streams.err = err;
        return this;
    }

    /** Sets what {@code process.env} holds. */
    public NodeRuntime environment(Map<String, String> variables) {
        runtime.getMember("setEnvironment").execute(ProxyObject.fromMap(new HashMap<>(variables)));
        return this;
    }

    /**
     * Tells {@code isTTY} of the streams.
     *
     * @param columns the terminal's width; 0 where it is not known
     */
    public NodeRuntime terminal(boolean in, boolean out, boolean err, int columns) {
        runtime.getMember("setTerminal").execute(in, out, err, columns);
        return this;
    }

    /**
     * Runs a script to its end, timers and promises included.
     *
     * @param script {@code .mjs}, {@code .cjs} or {@code .js}
     * @param arguments {@code process.argv} from the third on
     * @return the exit code
     */
    public int runFile(Path script, List<String> arguments) {
        return run("runFile", script.toString(), arguments);
    }

    /**
     * Runs the text of a script to its end, as if it lay in the working folder; {@code import} and
     * {@code await} at top level, or {@code require}.
     *
     * @return the exit code
     */
    public int runText(String text, List<String> arguments) {
        return run("runText", text, arguments);
    }

    private int run(String entry, String what, List<String> arguments) {
        return inContext(() ->
                runtime.getMember(entry)
                        .executeVoid(what, ProxyArray.fromList(new ArrayList<>(arguments))));
    }

    /**
     * Runs what is pending in this context, until nothing is; for contexts in which an application
     * evaluates code itself.
     *
     * @return the exit code: not 0 if a callback threw or a promise was rejected and nobody cared
     */
    public int runPending() {
        return inContext(() -> {});
    }

    /**
     * Evaluates one entry of an interactive session and waits until its promise, if it is one, has
     * settled. {@code await} is allowed at top level.
     *
     * @throws PolyglotException what the entry threw
     */
    public Value evaluate(String text) {
        Value settled = runtime.getMember("evaluate").execute(text);
        try {
            runUntil(() -> !settled.getMember("pending").asBoolean());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return settled.getMember("take").execute();
    }

    /**
     * Runs what is pending until something holds, or until nothing is left that could make it hold;
     * for sessions in which an application evaluates code itself. Interrupting the context ends the
     * wait.
     *
     * @throws PolyglotException what a callback threw; a further call goes on behind it
     */
    public void runUntil(BooleanSupplier done) throws InterruptedException {
        // Only threads that are in the context are interrupted with it.
        context.enter();
        try {
            while (!done.getAsBoolean() && loop.step(true)) {}
        } finally {
            context.leave();
        }
    }

    /** The text that an interactive session shows for a value. */
    public String inspect(Value value) {
        return runtime.getMember("inspect").execute(value).asString();
    }

    /**
     * A signal for the script, such as {@code SIGINT}; from any thread. Ends the script as it would
     * end a process unless the script listens to it.
     */
    public void signal(String name, int number) {
        // One that is caught in a loop never comes to read its mail: the second signal ends it.
        if (!signalled.compareAndSet(false, true)) {
            exitCode = 128 + number;
            exited = true;
            context.close(true);
            return;
        }
        loop.post(() -> {
            signalled.set(false);
            runtime.getMember("signal").executeVoid(name, number);
        });
    }

    private int inContext(Runnable start) {
        try {
            guarded(start);
            do {
                while (guarded(() -> {})) {}
                guarded(() -> runtime.getMember("beforeExit").executeVoid());
            } while (loop.isAlive());
            guarded(() -> exitCode = runtime.getMember("end").execute(UNSETTLED).asInt());
        } catch (Exited e) {
            // The code is known.
        } catch (PolyglotException e) {
            if (!exited) {
                throw e;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exitCode = 130;
        } finally {
            fileNatives.closeAll();
        }
        return exitCode;
    }

    /** Runs something, then one round of the loop; what a callback throws goes to the script. */
    private boolean guarded(Runnable first) throws Exited, InterruptedException {
        try {
            first.run();
            return loop.step(true);
        } catch (PolyglotException e) {
            if (exited || e.isCancelled() || e.isExit()) {
                throw new Exited(e);
            }
            uncaught(e);
            return true;
        }
    }

    private void uncaught(PolyglotException thrown) throws Exited {
        try {
            Value error = thrown.getGuestObject();
            runtime.getMember("uncaught")
                    .executeVoid(
                            error,
                            String.valueOf(thrown.getMessage()),
                            position(thrown),
                            thrown.isSyntaxError());
        } catch (PolyglotException e) {
            throw new Exited(e);
        }
    }

    private static @Nullable String position(PolyglotException thrown) {
        var where = thrown.getSourceLocation();
        if (where == null || !thrown.isSyntaxError()) {
            return null;
        }
        String file = where.getSource().getPath();
        String name = file == null ? where.getSource().getName() : file;
        return name + ":" + where.getStartLine();
    }

    private static final class Exited extends Exception {
        private static final long serialVersionUID = 1L;

        Exited(Throwable cause) {
            super(cause);
        }
    }

    private @Nullable Object exit(Value... arguments) {
        exitCode = arguments[0].asInt();
        exited = true;
        // Nothing of the script runs any more, finally blocks included.
        context.close(true);
        return null;
    }

    private static Source source(Bundle bundle, String name) {
        Path file = bundle.root().resolve("node").resolve(name);
        try {
            return Source.newBuilder("js", file.toFile()).content(bundle.read(file)).build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> strings(Value array) {
        List<String> strings = new ArrayList<>();
        for (long i = 0; i < array.getArraySize(); i++) {
            strings.add(array.getArrayElement(i).asString());
        }
        return strings;
    }

    private OutputStream output(int number, Value printer) {
        return new CurrentOutput(number, printer);
    }

    private final class CurrentInput extends InputStream {
        @Override
        public int read() throws IOException {
            return streams.in.read();
        }

        @Override
        public int read(byte[] bytes, int from, int count) throws IOException {
            return streams.in.read(bytes, from, count);
        }
    }

    /** The stream that was set, or that of the context, which takes whole lines. */
    private final class CurrentOutput extends OutputStream {
        private final int number;
        private final Value printer;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        CurrentOutput(int number, Value printer) {
            this.number = number;
            this.printer = printer;
        }

        private @Nullable OutputStream stream() {
            return number == 1 ? streams.out : streams.err;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            OutputStream stream = stream();
            if (stream != null) {
                stream.write(bytes, from, count);
                return;
            }
            for (int i = from; i < from + count; i++) {
                if (bytes[i] == '\n') {
                    printer.executeVoid(line.toString(StandardCharsets.UTF_8));
                    line.reset();
                } else {
                    line.write(bytes[i]);
                }
            }
        }

        @Override
        public void flush() throws IOException {
            OutputStream stream = stream();
            if (stream != null) {
                stream.flush();
            }
        }
    }
}
