package dev.triglot.js;

import dev.triglot.polyglot.host.TriglotHost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;

/** Runs scripts, each in a context of its own, on one engine. */
final class Scripts implements AutoCloseable {
    private final TriglotHost host = TriglotHost.builder("js").build();

    record Run(int code, String out, String err) {}

    static Path folder() {
        try {
            return Path.of(Scripts.class.getResource("/scripts").toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    Context context() {
        return host.newContext();
    }

    Run file(Path file) {
        return file(file, List.of(), "", Map.of());
    }

    Run file(Path file, List<String> arguments, String input, Map<String, String> environment) {
        return run(host, input, environment, runtime -> runtime.runFile(file, arguments));
    }

    /** In another working folder. */
    Run in(Path working, Path file, List<String> arguments, Map<String, String> environment) {
        try (TriglotHost other = TriglotHost.builder("js").workingFolder(working).build()) {
            return run(other, "", environment, runtime -> runtime.runFile(file, arguments));
        }
    }

    Run text(String text) {
        return run(host, "", Map.of(), runtime -> runtime.runText(text, List.of()));
    }

    private static Run run(
            TriglotHost host,
            String input,
            Map<String, String> environment,
            ToIntFunction<NodeRuntime> work) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Context context = host.newContext();
        NodeRuntime runtime = NodeRuntime.of(context);
        runtime.streams(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out, err);
        runtime.environment(environment);
        try {
            int code = work.applyAsInt(runtime);
            return new Run(
                    code,
                    out.toString(StandardCharsets.UTF_8),
                    err.toString(StandardCharsets.UTF_8));
        } finally {
            try {
                context.close(true);
            } catch (PolyglotException e) {
                // process.exit() has closed it already.
            }
        }
    }

    @Override
    public void close() {
        host.close();
    }
}
