package dev.triglot.engine.store;

import static dev.triglot.engine.store.TestModels.NAME;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that are killed while they download, at random points of the file and just after its
 * end: the final name is absent or right, and the next process goes on. {@code
 * -Dtriglot.kill.points=1000} tries that many.
 */
class KillTest {
    private static final int POINTS = Integer.getInteger("triglot.kill.points", 30);
    private static final byte[] CONTENT = TestModels.content(4_000_000);
    private static final int CHUNK = 16_384;
    private static final int LONGEST_DELAY_MILLIS = 40;

    @TempDir private Path folder;
    @TempDir private Path scratch;

    @Test
    void leavesNothingWrongBehind() throws Exception {
        var random = new Random(20_26);
        Path log = scratch.resolve("log");
        try (var server = new HubServer()) {
            ModelStore store =
                    TestModels.store(
                            folder,
                            TestModels.model(CONTENT, new HttpSource(server.uri("/f"), false)));
            int killed = 0;
            for (int point = 0; point < POINTS; point++) {
                killed += killedPull(server, random, log) ? 1 : 0;
                checkWhatIsLeft(store);
                if (Files.exists(store.path(NAME)) || random.nextInt(4) == 0) {
                    server.on("/f", new ServedFile(CONTENT));
                    assertThat(store.pull(NAME, ProgressListener.NONE)).hasBinaryContent(CONTENT);
                    assertThat(TestModels.filesOf(store))
                            .containsExactly(".verified", "Tiny.Q4_1.gguf");
                    store.remove(NAME);
                }
            }
            assertThat(killed).isGreaterThan(POINTS / 2);
            assertThat(server.requests())
                    .as("some of them resumed")
                    .anyMatch(request -> request.header("range").isPresent());
        }
    }

    /** Ends when the process has: true if killed, false if done before it could be. */
    private boolean killedPull(HubServer server, Random random, Path log) throws Exception {
        int bytesBefore = random.nextInt(CONTENT.length * 5 / 4);
        int delay = random.nextInt(LONGEST_DELAY_MILLIS);
        var process = new CompletableFuture<Process>();
        server.on(
                "/f",
                new ServedFile(CONTENT)
                        .next((content, from, out) -> {
                            int end = Math.min(content.length, Math.max(from, bytesBefore));
                            for (int at = from; at < end; at += CHUNK) {
                                out.write(content, at, Math.min(CHUNK, end - at));
                            }
                            out.flush();
                            Thread.sleep(delay);
                            process.join().destroyForcibly();
                        }));
        process.complete(PullMain.start(folder, CONTENT, server.uri("/f"), log.toFile()));
        boolean killed = process.join().waitFor() != 0;
        assertThat(Files.readString(log)).as("what the process complained of").isEmpty();
        return killed;
    }

    private static void checkWhatIsLeft(ModelStore store) throws IOException {
        Path file = store.path(NAME);
        if (Files.exists(file)) {
            assertThat(file).hasBinaryContent(CONTENT);
            assertThat(store.resolve(NAME)).isEqualTo(file);
        }
        List<PullFolder> pulls = new ModelFiles(store.folder(), store.catalog().get(NAME)).pulls();
        assertThat(pulls).hasSizeLessThanOrEqualTo(1);
        for (PullFolder pull : pulls) {
            byte[] part = Files.exists(pull.part()) ? Files.readAllBytes(pull.part()) : new byte[0];
            assertThat(part).isEqualTo(Arrays.copyOf(CONTENT, part.length));
        }
    }
}
