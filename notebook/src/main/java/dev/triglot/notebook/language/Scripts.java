package dev.triglot.notebook.language;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.graalvm.polyglot.Source;
import org.jspecify.annotations.Nullable;

/** The parts of this package that are written in the languages themselves. */
final class Scripts {
    private Scripts() {}

    static Source read(String language, String file) {
        return source(language, file, Scripts.class.getResourceAsStream(file));
    }

    /** A script of another jar on the class path. */
    static Source readFromClassPath(String language, String path) {
        String file = path.substring(path.lastIndexOf('/') + 1);
        return source(language, file, Scripts.class.getClassLoader().getResourceAsStream(path));
    }

    private static Source source(String language, String file, @Nullable InputStream stream) {
        if (stream == null) {
            throw new IllegalStateException("the class path lacks " + file);
        }
        try (stream) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return Source.newBuilder(language, text, file).internal(true).buildLiteral();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
