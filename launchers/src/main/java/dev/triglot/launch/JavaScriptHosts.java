package dev.triglot.launch;

import dev.triglot.js.NodeRuntime;
import dev.triglot.polyglot.host.TriglotHost;
import java.io.InputStream;
import java.io.OutputStream;
import org.graalvm.polyglot.Context;

/** Makes hosts for JavaScript programs that a person starts. */
final class JavaScriptHosts {
    private JavaScriptHosts() {}

    static TriglotHost of(
            Invocation invocation, InputStream in, OutputStream out, OutputStream err) {
        TriglotHost.Builder builder = TriglotHost.builder("js").in(in).out(out).err(err);
        if (invocation.sandboxed()) {
            builder.sandboxed();
            invocation.models().forEach(builder::grantModel);
        }
        return builder.build();
    }

    /** The context's runtime, with these streams and the terminal that the launcher found. */
    static NodeRuntime runtime(
            Context context, InputStream in, OutputStream out, OutputStream err) {
        String terminals = System.getProperty("triglot.terminals", "");
        return NodeRuntime.of(context)
                .streams(in, out, err)
                .terminal(
                        terminals.contains("0"),
                        terminals.contains("1"),
                        terminals.contains("2"),
                        Integer.getInteger("triglot.columns", 80));
    }
}
