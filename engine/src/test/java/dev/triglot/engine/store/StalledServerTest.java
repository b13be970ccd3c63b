package dev.triglot.engine.store;

import static dev.triglot.engine.store.TestModels.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.triglot.engine.error.ModelStoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers that hold the line without a word. The timeout is against a hang only. */
@Timeout(60)
class StalledServerTest {
    private static final byte[] CONTENT = TestModels.content(100_000);

    @TempDir private Path folder;
    private HubServer server;
    private final RecordingListener listener = new RecordingListener();

    @BeforeEach
    void start() throws IOException {
        server = new HubServer();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private ModelStore store(Duration idle) {
        return TestModels.store(
                folder,
                TestModels.model(CONTENT, new HttpSource(server.uri("/f"), false)),
                TestModels.options().retries(0).idleTimeout(idle));
    }

    private static void stall(byte[] content, int from, OutputStream out)
            throws IOException, InterruptedException {
        out.write(content, from, 30_000);
        out.flush();
        Thread.sleep(60_000);
    }

    @Test
    void givesUpAndKeepsWhatHasCome() {
        ServedFile file = new ServedFile(CONTENT);
        file.next(StalledServerTest::stall);
        server.on("/f", file);
        ModelStore store = store(Duration.ofSeconds(2));

        ModelStoreException failure =
                catchThrowableOfType(ModelStoreException.class, () -> store.pull(NAME, listener));

        assertThat(failure)
                .hasMessageContaining("the connection is silent for 2000 ms after 30000 of 100000");
        assertThat(store.list().getFirst().bytes()).isEqualTo(30_000);
        assertThat(store.pull(NAME, listener)).hasBinaryContent(CONTENT);
    }

    @Test
    void givesUpWhereNoAnswerBegins() {
        server.on("/f", (request, out) -> Thread.sleep(60_000));

        ModelStoreException failure =
                catchThrowableOfType(
                        ModelStoreException.class,
                        () -> store(Duration.ofSeconds(2)).pull(NAME, listener));

        assertThat(failure).hasMessageContaining("no answer for 2.0 s");
    }

    @Test
    void waitsForASlowServerThatStillSends() {
        ServedFile file = new ServedFile(CONTENT);
        file.next((content, from, out) -> {
            for (int at = 0; at < content.length; at += 10_000) {
                out.write(content, at, 10_000);
                out.flush();
                Thread.sleep(400);
            }
        });
        server.on("/f", file);

        // Shorter than the whole takes, longer than each pause.
        assertThat(store(Duration.ofSeconds(3)).pull(NAME, listener)).hasBinaryContent(CONTENT);
    }

    @Test
    void hearsACancelWhileNothingComes() {
        server.on("/f", (request, out) -> Thread.sleep(60_000));
        var stopping =
                new RecordingListener() {
                    @Override
                    public boolean progress(long count, long total) {
                        return server.requests().isEmpty();
                    }
                };

        ModelStoreException failure =
                catchThrowableOfType(
                        ModelStoreException.class,
                        () -> store(Duration.ofMinutes(10)).pull(NAME, stopping));

        assertThat(failure.reason()).isEqualTo(ModelStoreException.Reason.CANCELLED);
    }
}
