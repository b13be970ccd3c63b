package dev.triglot.notebook.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the Python suites of {@code src/test/jupyter} on the kernel. Needs a Python with the package
 * jupyter_kernel_test and nbclient: that of the system property {@code triglot.python}, or {@code
 * python3}.
 */
@Tag("jupyter")
class JupyterSuiteTest {
    @TempDir private Path folder;

    @BeforeEach
    void install() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(java());
        command.addAll(
                List.of("dev.triglot.notebook.Main", "install", "--prefix", folder.toString()));
        assertThat(run(command, Path.of("."))).contains("installed");
    }

    private static List<String> java() {
        String classPath =
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .collect(Collectors.joining(File.pathSeparator));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath);
    }

    @ParameterizedTest
    @ValueSource(strings = {"test_kernel", "test_cells", "test_notebooks"})
    void passes(String suite) throws IOException, InterruptedException {
        List<String> command =
                List.of(
                        System.getProperty("triglot.python", "python3"),
                        "-m",
                        "unittest",
                        suite,
                        "-v");
        assertThat(run(command, Path.of("src/test/jupyter")))
                .contains("\nOK")
                .doesNotContain("skipped");
    }

    private String run(List<String> command, Path where) throws IOException, InterruptedException {
        File log = Files.createTempFile(folder, "run", ".log").toFile();
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(where.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log);
        builder.environment().put("JUPYTER_PATH", folder.resolve("share/jupyter").toString());
        Process process = builder.start();
        boolean ended = process.waitFor(5, TimeUnit.MINUTES);
        String text = Files.readString(log.toPath(), StandardCharsets.UTF_8);
        if (!ended) {
            process.destroyForcibly();
        }
        assertThat(ended).as("ended in time:\n%s", text).isTrue();
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }
}
