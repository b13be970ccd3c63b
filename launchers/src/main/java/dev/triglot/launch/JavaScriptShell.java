package dev.triglot.launch;

import dev.triglot.js.NodeRuntime;
import dev.triglot.polyglot.host.TriglotHost;
import java.io.PrintWriter;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.jline.terminal.Terminal;
import org.jline.utils.Signals;

/** JavaScript at a terminal. */
final class JavaScriptShell implements ShellLanguage {
    private static final String MODULE = "application/javascript+module";
    private static final String INTERRUPTED = "Interrupted";

    private final TriglotHost host;
    private final Context context;
    private final NodeRuntime runtime;
    private final PrintWriter out;

    JavaScriptShell(Invocation invocation, Terminal terminal) {
        host =
                JavaScriptHosts.of(
                        invocation, terminal.input(), terminal.output(), terminal.output());
        context = host.newContext();
        runtime =
                JavaScriptHosts.runtime(
                        context, terminal.input(), terminal.output(), terminal.output());
        out = terminal.writer();
        Signals.register("INT", this::interrupt);
    }

    private void interrupt() {
        try {
            runtime.interrupt();
        } catch (TimeoutException e) {
            out.println("still busy");
            out.flush();
        }
    }

    @Override
    public String name() {
        return "js";
    }

    @Override
    public String greeting() {
        return "Triglot, JavaScript. The models: const { open } = await import(\"triglot\")."
                + " Ctrl-D ends.";
    }

    @Override
    public String prompt() {
        return "> ";
    }

    @Override
    public String interrupted() {
        return "";
    }

    @Override
    public boolean isIncomplete(String text) {
        return parsing(text, "application/javascript") && parsing(text, MODULE);
    }

    /** Whether the parser wants more; entries with await parse as modules only. */
    private boolean parsing(String text, String type) {
        try {
            context.parse(
                    Source.newBuilder("js", text, "repl.mjs")
                            .mimeType(type)
                            .cached(false)
                            .buildLiteral());
            return false;
        } catch (PolyglotException e) {
            return e.isIncompleteSource();
        }
    }

    @Override
    public List<String> complete(String text, String word) {
        try {
            return runtime.complete(word);
        } catch (PolyglotException e) {
            return List.of();
        }
    }

    @Override
    public OptionalInt evaluate(String text) {
        if (text.strip().equals(".exit")) {
            return OptionalInt.of(0);
        }
        try {
            out.println(runtime.inspect(runtime.evaluate(text)));
        } catch (CancellationException e) {
            out.println(INTERRUPTED);
        } catch (PolyglotException e) {
            if (runtime.exitCode().isPresent()) {
                return runtime.exitCode();
            }
            out.println(e.isInterrupted() ? INTERRUPTED : "Uncaught " + described(e));
        }
        return runtime.exitCode();
    }

    private String described(PolyglotException e) {
        Value thrown = e.getGuestObject();
        return thrown == null ? String.valueOf(e.getMessage()) : runtime.inspect(thrown);
    }

    @Override
    public int end(int exitCode) {
        if (runtime.exitCode().isPresent()) {
            return exitCode;
        }
        int pending = runtime.runPending();
        return exitCode == 0 ? pending : exitCode;
    }

    @Override
    public void close() {
        try {
            context.close(true);
        } catch (PolyglotException e) {
            // process.exit() has closed it already.
        } finally {
            host.close();
        }
    }
}
