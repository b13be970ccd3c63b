package dev.triglot.js;

import dev.triglot.polyglot.v1.Triglot;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
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
    private final LazyNatives<FileNatives> fileNatives;
    private final StandardStreams streams;
    private final Value runtime;
    private final AtomicBoolean signalled = new AtomicBoolean();

    /** The signals that the script listens to. */
    private final Set<String> listened = ConcurrentHashMap.newKeySet();

    private volatile boolean exited;
    private volatile boolean interrupting;
    private volatile int exitCode;

    /** Ends the wait for something that is pending. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stopped() {
            super("stopped", null, false, false);
        }
    }

    private NodeRuntime(
            Context context,
            NodeFileSystem files,
            Bundle bundle,
            Triglot triglot,
            boolean trusted) {
        this.context = context;
        this.fileNatives = new LazyNatives<>(() -> new FileNatives(files.files()));
        Value boot = context.eval(source(bundle, "boot.js"));
        this.streams = new StandardStreams(boot.getMember("printers"));
        ProcessNatives process = new ProcessNatives(loop, streams, listened);
        Value raise = boot.getMember("raise");
        files.connect(path -> strings(boot.getMember("names").execute(path)));
        runtime =
                boot.getMember("start")
                        .execute(
                                new ModuleNatives(files, bundle).toGuest(raise),
                                new LoopNatives(loop, triglot, trusted).toGuest(raise),
                                process.toGuest(raise),
                                fileNatives.toGuest(raise),
                                new LazyNatives<>(() -> new FetchNatives(loop, trusted))
                                        .toGuest(raise),
                                new LazyNatives<>(CodecNatives::new).toGuest(raise),
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
        streams.set(in, out, err);
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

    /** As {@link #runText}, with the name of a file that the text is taken to come from. */
    public int runText(String text, String name, List<String> arguments) {
        return inContext(() ->
                runtime.getMember("runNamed")
                        .executeVoid(text, name, ProxyArray.fromList(new ArrayList<>(arguments))));
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
     * @throws CancellationException if {@link #interrupt} ended its wait
     */
    public Value evaluate(String text) {
        interrupting = false;
        Value settled = runtime.getMember("evaluate").execute(text);
        try {
            loop.step(false);
            while (settled.getMember("pending").asBoolean() && loop.step(true)) {}
        } catch (InterruptedException | Stopped e) {
            interrupting = false;
            throw new CancellationException("interrupted");
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
        // A script that is caught in a loop never comes to hear of it: the second signal ends it.
        if (!listened.contains(name) || !signalled.compareAndSet(false, true)) {
            stop(128 + number);
            return;
        }
        loop.post(() -> {
            signalled.set(false);
            runtime.getMember("signal").executeVoid(name, number);
        });
    }

    /** Ends the script at once, with this exit code; from any thread. */
    public void stop(int code) {
        exitCode = code;
        exited = true;
        loop.post(() -> {
            throw new Stopped();
        });
        context.close(true);
    }

    /**
     * Ends the entry that {@link #evaluate} works on; from any thread.
     *
     * @throws java.util.concurrent.TimeoutException if it did not end within a second
     */
    public void interrupt() throws TimeoutException {
        interrupting = true;
        loop.post(() -> {
            if (interrupting) {
                throw new Stopped();
            }
        });
        context.interrupt(Duration.ofSeconds(1));
    }

    /** The exit code where the script has ended this context. */
    public OptionalInt exitCode() {
        return exited ? OptionalInt.of(exitCode) : OptionalInt.empty();
    }

    /**
     * How the last word of a text may go on.
     *
     * @param word a dotted name
     * @return words that begin with it
     */
    public List<String> complete(String word) {
        List<Object> declared = new ArrayList<>(context.getBindings("js").getMemberKeys());
        return strings(runtime.getMember("complete").execute(word, ProxyArray.fromList(declared)));
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
        } catch (PolyglotException | IllegalStateException | Stopped e) {
            // The last two are what a stop in the middle of a wait gives.
            if (!exited) {
                throw e;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exitCode = 130;
        } finally {
            fileNatives.ifUsed(FileNatives::closeAll);
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
}
