package dev.triglot.js;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** What the CommonJS loader, which is JavaScript, needs of Java. */
final class ModuleNatives extends Natives {
    private final NodeFileSystem files;
    private final Bundle bundle;
    private int required;

    ModuleNatives(NodeFileSystem files, Bundle bundle) {
        this.files = files;
        this.bundle = bundle;
        define(
                "resolve",
                "isModule",
                "read",
                "compile",
                "parses",
                "evaluateModule",
                "isBundled",
                "overlay",
                "absolute",
                "url");
        constant("root", bundle.root().toString());
        constant("builtIn", String.join(" ", new TreeSet<>(Bundle.BUILT_IN)));
    }

    @Override
    @Nullable Object call(String name, Value... a) throws IOException {
        String first = a[0].asString();
        return switch (name) {
            case "resolve" -> resolve(first, a[1].asString(), a[2].asBoolean());
            case "isModule" -> files.isModule(Path.of(first));
            case "read" -> read(Path.of(first));
            case "compile" -> compile(first, a[1].asString());
            case "parses" -> parses(first);
            case "evaluateModule" -> evaluateModule(Path.of(first));
            case "isBundled" -> bundle.contains(Path.of(first));
            case "overlay" -> overlay(Path.of(first), a[1].asString());
            case "absolute" -> Path.of(first).resolve(a[1].asString()).normalize().toString();
            case "url" -> Path.of(first).toUri().toString();
            default -> super.call(name, a);
        };
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
