package dev.triglot.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sends a signal")
class InterruptTest {
    private static final String PROGRAM =
            """
            import triglot
            with triglot.open(r"../python-shim/src/test/resources/tiny.gguf", threads=1) as llm:
                try:
                    while True:
                        for piece in llm.stream("Hello", max_tokens=50):
                            print("piece", flush=True)
                except KeyboardInterrupt:
                    print("interrupted", len(llm.complete("Hello", max_tokens=2).tokens), flush=True)
                    raise
            """;

    @Test
    void ctrlCIsAKeyboardInterrupt() throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--add-modules=jdk.incubator.vector",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName(),
                                "python",
                                "-c",
                                PROGRAM)
                        .redirectErrorStream(true)
                        .start();
        try (BufferedReader out = process.inputReader()) {
            String line = out.readLine();
            while (line != null && !line.equals("piece")) {
                line = out.readLine();
            }
            assertThat(line).isEqualTo("piece");
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
            List<String> rest =
                    out.lines().filter(l -> !l.equals("piece")).collect(Collectors.toList());
            assertThat(rest).contains("interrupted 2", "KeyboardInterrupt");
            assertThat(String.join("\n", rest)).contains("File \"<string>\"");
            assertThat(process.waitFor()).isEqualTo(130);
        } finally {
            process.destroyForcibly();
        }
    }
}
