package dev.triglot.js;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The JavaScript that the runtime brings, as if it lay in a folder of its own: Node's built-in
 * modules under {@code node}, bundled npm packages under {@code vendor}, and the packages {@code
 * triglot} and {@code gpt4all} under {@code node_modules}.
 */
final class Bundle {
    /** Modules of Node that are here; each is a file. */
    static final Set<String> BUILT_IN =
            Set.of(
                    "assert",
                    "assert/strict",
                    "buffer",
                    "child_process",
                    "console",
                    "constants",
                    "crypto",
                    "diagnostics_channel",
                    "events",
                    "fs",
                    "fs/promises",
                    "module",
                    "os",
                    "path",
                    "path/posix",
                    "perf_hooks",
                    "process",
                    "punycode",
                    "querystring",
                    "readline",
                    "readline/promises",
                    "stream",
                    "stream/promises",
                    "stream/web",
                    "string_decoder",
                    "test",
                    "timers",
                    "timers/promises",
                    "tty",
                    "url",
                    "util",
                    "util/types",
                    "zlib");

    /** Modules of Node that are not: asking for one is Node's error, not a search for a package. */
    private static final Set<String> NODE_ONLY =
            Set.of(
                    "async_hooks",
                    "cluster",
                    "dgram",
                    "dns",
                    "dns/promises",
                    "domain",
                    "http",
                    "http2",
                    "https",
                    "inspector",
                    "net",
                    "repl",
                    "tls",
                    "trace_events",
                    "v8",
                    "vm",
                    "wasi",
                    "worker_threads");

    private static final List<String> PACKAGES = List.of("triglot", "gpt4all");

    private final Path root = Path.of("/~triglot").toAbsolutePath();

    /** The file of one of Node's modules, asked for with or without {@code node:}; null if none. */
    @Nullable Path builtIn(String specifier) {
        boolean prefixed = specifier.startsWith("node:");
        String name = prefixed ? specifier.substring("node:".length()) : specifier;
        // "test" is reachable with its prefix only, as in Node.
        return BUILT_IN.contains(name) && (prefixed || !name.equals("test"))
                ? root.resolve("node").resolve(name + ".js")
                : null;
    }

    static boolean isNodeOnly(String specifier) {
        return NODE_ONLY.contains(specifier);
    }

    static boolean hasPackage(String name) {
        return PACKAGES.contains(name);
    }

    /**
     * The file of a bundled package; its package.json, which is for others, says the same.
     *
     * @param subpath {@code "."} or {@code "./sub"}
     * @return null if there is none
     */
    @Nullable Path packageFile(String name, String subpath) {
        Path path = root.resolve("node_modules").resolve(name).resolve(subpath).normalize();
        for (Path file :
                List.of(
                        path,
                        path.resolveSibling(path.getFileName() + ".js"),
                        path.resolve("index.js"))) {
            if (isFile(file)) {
                return file;
            }
        }
        return null;
    }

    /** A place for something made up while running. */
    Path made(String name) {
        return root.resolve("made").resolve(name);
    }

    Path root() {
        return root;
    }

    boolean contains(Path path) {
        return path.startsWith(root);
    }

    boolean isFile(Path path) {
        return contains(path)
                && path.toString().indexOf('.') > 0
                && Bundle.class.getResource(resource(path)) != null;
    }

    /** The text of one of its files. */
    String read(Path path) {
        try (InputStream in = Bundle.class.getResourceAsStream(resource(path))) {
            if (in == null) {
                throw new IOException("no resource " + resource(path));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String resource(Path path) {
        StringBuilder name = new StringBuilder("/dev/triglot/js");
        root.relativize(path).forEach(part -> name.append('/').append(part));
        return name.toString();
    }
}
