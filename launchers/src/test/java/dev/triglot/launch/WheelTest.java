package dev.triglot.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wheel that the module before has built; skipped where it was not packaged. */
class WheelTest {
    private static final Path MODEL =
            Path.of("../python-shim/src/test/resources/tiny.gguf").toAbsolutePath();

    /** A GraalPy with nothing of Triglot on its class path. */
    private static final String PLAIN_PYTHON =
            """
            import org.graalvm.polyglot.Context;

            public class PlainPython {
                public static void main(String[] args) {
                    try (Context context =
                            Context.newBuilder("python")
                                    .allowAllAccess(true)
                                    .option("engine.WarnInterpreterOnly", "false")
                                    .option("python.PythonPath", args[0])
                                    .build()) {
                        context.eval("python", args[1]);
                    }
                }
            }
            """;

    @TempDir private Path folder;
    private Path wheel = Path.of("");

    @BeforeEach
    void findWheel() throws IOException {
        Path target = Path.of("../python-shim/target");
        try (Stream<Path> files = Files.exists(target) ? Files.list(target) : Stream.empty()) {
            var found = files.filter(file -> file.toString().endsWith(".whl")).findFirst();
            Assumptions.assumeTrue(found.isPresent(), "python-shim was not packaged");
            wheel = found.orElseThrow();
        }
    }

    private Map<String, byte[]> entries() throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            for (Enumeration<? extends ZipEntry> e = zip.entries(); e.hasMoreElements(); ) {
                ZipEntry entry = e.nextElement();
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return entries;
    }

    @Test
    void hasTheModulesTheirTypesAndTheJars() throws IOException {
        Map<String, byte[]> entries = entries();
        assertThat(entries.keySet())
                .contains("triglot/__init__.py", "triglot/__init__.pyi", "triglot/py.typed")
                .contains("gpt4all/gpt4all.py", "llama_cpp/__init__.pyi")
                .anyMatch(name -> name.matches("triglot/_jars/triglot-engine-.*\\.jar"))
                .anyMatch(name -> name.matches("triglot/_jars/triglot-polyglot-api-.*\\.jar"))
                .anyMatch(name -> name.matches("triglot/_jars/jackson-databind-.*\\.jar"))
                .anyMatch(name -> name.endsWith(".dist-info/WHEEL"))
                .noneMatch(name -> name.contains("graal"));
        String record =
                entries.keySet().stream()
                        .filter(name -> name.endsWith("/RECORD"))
                        .findFirst()
                        .orElseThrow();
        List<String> expected =
                entries.entrySet().stream()
                        .map(e -> e.getKey().equals(record) ? record + ",," : line(e))
                        .toList();
        byte[] lines = entries.getOrDefault(record, new byte[0]);
        assertThat(new String(lines, StandardCharsets.UTF_8).lines())
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private static boolean isGraalPys(String entry) {
        String name = Path.of(entry).getFileName().toString();
        return name.endsWith(".jar") && !name.matches("(triglot|jackson)-.*");
    }

    private static String line(Map.Entry<String, byte[]> entry) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(entry.getValue());
            return entry.getKey()
                    + ",sha256="
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(hash)
                    + ","
                    + entry.getValue().length;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void worksInAGraalPyThatKnowsNothingOfTriglot() throws IOException, InterruptedException {
        for (Map.Entry<String, byte[]> entry : entries().entrySet()) {
            Path file = folder.resolve("site").resolve(entry.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, entry.getValue());
        }
        Path program = Files.writeString(folder.resolve("PlainPython.java"), PLAIN_PYTHON);
        String script =
                """
                import triglot
                from gpt4all import GPT4All
                with triglot.open(r"%s", threads=1) as llm:
                    print(len(llm.complete("Hello", max_tokens=2).tokens), len(llm.embed("Hello")))
                """
                        .formatted(MODEL);
        String others =
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                        .filter(WheelTest::isGraalPys)
                        .collect(Collectors.joining(File.pathSeparator));
        Process process =
                JavaProcess.start(
                        others, program.toString(), folder.resolve("site").toString(), script);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        assertThat(out).endsWith("2 32\n");
    }
}
