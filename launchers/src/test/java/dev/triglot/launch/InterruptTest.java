package dev.triglot.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sends a signal")
class InterruptTest {
    /** Signal 2 in a mask of signals. */
    private static final long SIGINT = 1 << 1;

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

    /**
     * A shell starts programs in the background so, and they hand it on: no Ctrl-C reaches them.
     */
    private static boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                .anyMatch(signals -> (signals & SIGINT) != 0);
    }

    @Test
    void ctrlCIsAKeyboardInterrupt() throws IOException, InterruptedException {
        assumeThat(ignoresInterrupts()).as("interrupts are ignored here").isFalse();
        Process process =
                JavaProcess.start(
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "python",
                        "-c",
                        PROGRAM);
        // A program that does not hear of it must not hold up the tests.
        CompletableFuture.delayedExecutor(3, TimeUnit.MINUTES).execute(process::destroyForcibly);
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
