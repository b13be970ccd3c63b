package dev.triglot.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triglot.polyglot.host.TriglotHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs the tests that are written in Python, all in one context. */
class PythonModulesTest {
    private static final Path FOLDER = Path.of("src/test/python");
    private static final TriglotHost HOST =
            TriglotHost.builder("python").option("python.ForceImportSite", "true").build();

    @SuppressWarnings("NullAway.Init")
    private static Context context;

    @BeforeAll
    static void openContext() {
        context = HOST.newContext();
    }

    @AfterAll
    static void closeContext() {
        context.close(true);
        HOST.close();
    }

    @TestFactory
    Stream<DynamicContainer> modules() {
        return Stream.of(
                        "test_triglot",
                        "test_asyncio",
                        "test_gpt4all",
                        "test_llama_cpp",
                        "test_types",
                        "test_examples",
                        "test_files")
                .map(module -> DynamicContainer.dynamicContainer(module, tests(module)));
    }

    /** A Java test for each test method of a Python module. */
    private static Stream<DynamicTest> tests(String module) {
        Value runner = context.eval(runner());
        Value cases = runner.execute(FOLDER.toAbsolutePath().toString(), module);
        assertThat(cases.getArraySize()).isPositive();
        return Stream.iterate(0, i -> i < cases.getArraySize(), i -> i + 1)
                .map(cases::getArrayElement)
                .map(test ->
                        DynamicTest.dynamicTest(
                                test.getArrayElement(0).asString(),
                                () ->
                                        assertThat(test.getArrayElement(1).execute().asString())
                                                .isEmpty()));
    }

    private static Source runner() {
        try {
            return Source.newBuilder("python", FOLDER.resolve("runner.py").toFile()).build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
