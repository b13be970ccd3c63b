package dev.triglot.js;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The module {@code gpt4all}. With {@code -Dtriglot.gpt4all.suite=FOLDER} also the public suite of
 * the package 4.0.0: its test and its specs from the folder gpt4all-bindings/typescript, run by a
 * small stand-in for jest.
 */
class Gpt4AllModuleTest {
    private static final String SUITE = "triglot.gpt4all.suite";
    private static final Path MODEL =
            Path.of("../tests/src/test/resources/fixtures/gguf/llama-mini/llama-mini-q4_0.gguf");
    private static final List<String> NAMES =
            List.of(
                    "Nous-Hermes-2-Mistral-7B-DPO.Q4_0",
                    "orca-mini-3b-gguf2-q4_0",
                    "mistral-7b-openorca.gguf2.Q4_0",
                    "gpt4all-falcon-newbpe-q4_0",
                    "nomic-embed-text-v1.5.f16");

    private static Scripts scripts;

    @TempDir private Path folder;

    @BeforeAll
    static void open() {
        scripts = new Scripts();
    }

    @AfterAll
    static void close() {
        scripts.close();
    }

    @Test
    void doesWhatItsScriptChecks() {
        Scripts.Run run =
                scripts.file(
                        Scripts.folder().resolve("gpt4all.cjs"),
                        List.of(),
                        "",
                        Map.of(
                                "MODEL", MODEL.toAbsolutePath().toString(),
                                "HOME", folder.toString()));
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("all checks passed\n");
    }

    @Test
    @EnabledIfSystemProperty(named = SUITE, matches = ".+")
    void passesThePublicTest() throws IOException {
        Scripts.Run run = suite("jest.cjs", "test/gpt4all.test.js");
        assertThat(run.out()).doesNotContain("FAILED").contains("ok ");
        assertThat(run.code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "callbacks",
                "chat-memory",
                "chat-minimal",
                "concurrency",
                "embed",
                "embed-jsonl",
                "llmodel",
                "long-context",
                "model-switching",
                "stateless",
                "streaming",
                "system"
            })
    @EnabledIfSystemProperty(named = SUITE, matches = ".+")
    void runsThePublicSpec(String name) throws IOException {
        Scripts.Run run = suite("run-spec.mjs", "spec/" + name + ".mjs");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).isNotEmpty();
    }

    private Scripts.Run suite(String runner, String file) throws IOException {
        Path work = folder.resolve("package");
        copy(Scripts.folder().resolveSibling("gpt4all"), work);
        copy(Path.of(System.getProperty(SUITE)), work);
        Path models = Files.createDirectories(folder.resolve(".cache/gpt4all"));
        for (String name : NAMES) {
            Files.copy(MODEL, models.resolve(name + ".gguf"));
        }
        return scripts.in(
                work,
                work.resolve(runner),
                List.of(file),
                Map.of("HOME", folder.toString(), "MAX_TOKENS", "8"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (!Files.exists(target)) {
                    Files.copy(file, target);
                }
            }
        }
    }
}
