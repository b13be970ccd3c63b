package dev.triglot.tests.session;

import java.nio.file.Path;

/** The models of the fixtures. */
final class Models {
    private static final Path FIXTURES =
            Path.of(System.getProperty("triglot.fixtures", "src/test/resources/fixtures"));

    private Models() {}

    /** The file of a name such as llama-mini-q4_0. */
    static Path file(String name) {
        return FIXTURES.resolve("gguf/" + name.replaceFirst("-[^-]+$", "") + "/" + name + ".gguf");
    }
}
