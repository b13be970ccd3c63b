package dev.triglot.python;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.graalvm.polyglot.HostAccess;
import org.jspecify.annotations.Nullable;

/** The Python files of this jar, for an import hook. */
public final class ModuleSources {
    private static final String ROOT = "/triglot/python/";
    private static final Pattern FILE =
            Pattern.compile("(triglot|gpt4all|llama_cpp)(/[a-z0-9_]+)*\\.py");

    ModuleSources() {}

    /**
     * The text of a module, or null where there is no such one.
     *
     * @param path such as {@code triglot/__init__.py}
     */
    @HostAccess.Export
    public @Nullable String source(String path) {
        if (!FILE.matcher(path).matches() || ModuleSources.class.getResource(ROOT + path) == null) {
            return null;
        }
        return read(ROOT + path);
    }

    static String read(String resource) {
        try (InputStream in = ModuleSources.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
