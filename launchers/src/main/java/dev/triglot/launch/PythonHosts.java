package dev.triglot.launch;

import dev.triglot.polyglot.host.TriglotHost;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.graalvm.polyglot.Source;

/** Makes hosts for Python programs that a person starts. */
final class PythonHosts {
    private PythonHosts() {}

    static TriglotHost of(
            Invocation invocation, InputStream in, OutputStream out, OutputStream err) {
        TriglotHost.Builder builder = TriglotHost.builder("python").in(in).out(out).err(err);
        builder.option("python.InstallSignalHandlers", "true");
        if (invocation.sandboxed()) {
            builder.sandboxed();
            invocation.models().forEach(builder::grantModel);
        } else {
            String path = System.getenv("PYTHONPATH");
            if (path != null && !path.isEmpty()) {
                builder.option("python.PythonPath", path);
            }
        }
        return builder.build();
    }

    /** A Python file beside this class. */
    static Source source(String name) {
        try (InputStream text =
                Objects.requireNonNull(PythonHosts.class.getResourceAsStream(name))) {
            String code = new String(text.readAllBytes(), StandardCharsets.UTF_8);
            return Source.newBuilder("python", code, "<triglot>/" + name)
                    .internal(true)
                    .buildLiteral();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
