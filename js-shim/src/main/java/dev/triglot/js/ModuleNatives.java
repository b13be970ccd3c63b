package dev.triglot.js;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.jspecify.annotations.Nullable;

/** What the CommonJS loader, which is JavaScript, needs of Java. */
final class ModuleNatives extends Natives {
    private final NodeFileSystem files;
    private final Bundle bundle;
    private int required;

    ModuleNatives(NodeFileSystem files, Bundle bundle) {
        this.files = files;
        this.bundle = bundle;
        define("resolve", a -> resolve(a[0].asString(), a[1].asString(), a[2].asBoolean()));
        define("isModule", a -> files.isModule(Path.of(a[0].asString())));
        define("read", a -> read(Path.of(a[0].asString())));
        define("compile", a -> compile(a[0].asString(), a[1].asString()));
        define("parses", a -> parses(a[0].asString()));
        define("evaluateModule", a -> evaluateModule(Path.of(a[0].asString())));
        define("isBundled", a -> bundle.contains(Path.of(a[0].asString())));
        define("overlay", a -> overlay(Path.of(a[0].asString()), a[1].asString()));
        define(
                "absolute",
                a -> Path.of(a[0].asString()).resolve(a[1].asString()).normalize().toString());
        define("url", a -> Path.of(a[0].asString()).toUri().toString());
        constant("root", bundle.root().toString());
        constant("builtIn", ProxyArray.fromArray(Bundle.BUILT_IN.stream().sorted().toArray()));
    }

    private String resolve(String specifier, String folder, boolean asImport) {
        try {
            return files.resolver().resolve(specifier, Path.of(folder), asImport).toString();
        } catch (ModuleResolver.NotResolved e) {
            throw new NodeError(e.code, String.valueOf(e.getMessage()));
        }
    }

    private String read(Path file) throws IOException {
        if (bundle.contains(file)) {
            return bundle.read(file);
        }
        try (SeekableByteChannel channel = files.files().newByteChannel(file, Set.of())) {
            return new String(
                    Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The function that a text is, called by a file's name in stack traces. */
    private static Value compile(String text, String file) throws IOException {
        return Context.getCurrent()
                .eval(Source.newBuilder("js", Path.of(file).toFile()).content(text).build());
    }

    /** Whether a text is a script, without running it. */
    private static boolean parses(String text) {
        try {
            Context.getCurrent().parse(Source.create("js", text));
            return true;
        } catch (PolyglotException e) {
            return false;
        }
    }

    /** Loads an ES module at once, for {@code require}; the callback gets its namespace. */
    private @Nullable Object evaluateModule(Path file) throws IOException {
        String text =
                "import * as namespace from '"
                        + file.toUri().toString().replace("'", "%27")
                        + "';\nglobalThis[Symbol.for('triglot.modules')].keep(namespace);";
        Path made = bundle.made("require-" + ++required + ".mjs");
        Source source =
                Source.newBuilder("js", made.toFile())
                        .content(text)
                        .mimeType("application/javascript+module")
                        .build();
        Context.getCurrent().eval(source);
        return null;
    }

    private boolean overlay(Path file, String text) {
        files.overlay(file, text);
        return true;
    }
}
