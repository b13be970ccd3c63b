package dev.triglot.engine.store;

import static dev.triglot.engine.store.TestModels.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.triglot.engine.error.ModelStoreException;
import dev.triglot.engine.error.ModelStoreException.Reason;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One download from start to end, good or bad. */
class HttpPullTest {
    private static final byte[] CONTENT = TestModels.content(300_000);

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

    private ModelStore store(byte[] content, String... paths) {
        Source[] sources = new Source[paths.length];
        for (int i = 0; i < paths.length; i++) {
            sources[i] = new HttpSource(server.uri(paths[i]), false);
        }
        return TestModels.store(folder, TestModels.model(content, sources));
    }

    private ModelStoreException failureOf(ModelStore store) {
        return catchThrowableOfType(ModelStoreException.class, () -> store.pull(NAME, listener));
    }

    @Test
    void fetchesTheFileAndLeavesNothingElse() throws IOException {
        server.on("/f", new ServedFile(CONTENT));
        ModelStore store = store(CONTENT, "/f");

        Path file = store.pull("tiny-alias", listener);

        assertThat(file).hasBinaryContent(CONTENT).isEqualTo(store.path(NAME));
        assertThat(listener.events)
                .containsExactly("started " + server.uri("/f").getAuthority(), "finished");
        assertThat(listener.bytes).isEqualTo(CONTENT.length);
        assertThat(TestModels.filesOf(store)).containsExactly(".verified", "Tiny.Q4_1.gguf");
    }

    @Test
    void asksNobodyForAFileThatIsHere() {
        server.on("/f", new ServedFile(CONTENT));
        store(CONTENT, "/f").pull(NAME, listener);

        store(CONTENT, "/f").pull(NAME, listener);

        assertThat(server.requests()).hasSize(1);
        assertThat(listener.count("finished")).isEqualTo(2);
    }

    @Test
    void replacesAFileThatWasDamaged() throws IOException {
        server.on("/f", new ServedFile(CONTENT));
        ModelStore store = store(CONTENT, "/f");
        Files.writeString(store.pull(NAME, listener), "damaged");

        assertThat(store.pull(NAME, listener)).hasBinaryContent(CONTENT);
    }

    @Test
    void takesTheNextSourceAndNamesBothWhenAllFail() {
        server.on("/denied", HubServer.status(403, "Content-Length: 0"));
        server.on("/good", new ServedFile(CONTENT));

        store(CONTENT, "/missing", "/denied", "/good").pull(NAME, listener);
        assertThat(listener.count("failed")).isEqualTo(2);

        Path other = folder.resolve("other");
        ModelStoreException failure =
                failureOf(
                        TestModels.store(
                                other,
                                TestModels.model(
                                        CONTENT,
                                        new HttpSource(server.uri("/missing"), false),
                                        new HttpSource(server.uri("/denied"), true))));
        assertThat(failure.reason()).isEqualTo(Reason.DOWNLOAD_FAILED);
        assertThat(failure)
                .hasMessageContaining("404: it does not have the file; ")
                .hasMessageContaining("403: access denied (HF_TOKEN may hold a token)")
                .hasMessageNotContaining("\n");
    }

    @Test
    void throwsAWrongFileAway() throws IOException {
        byte[] wrong = CONTENT.clone();
        wrong[CONTENT.length - 1] ^= 1;
        server.on("/wrong", new ServedFile(wrong));
        server.on("/right", new ServedFile(CONTENT));
        ModelStore store = store(CONTENT, "/wrong");

        ModelStoreException failure = failureOf(store);

        assertThat(failure.reason()).isEqualTo(Reason.CHECKSUM_MISMATCH);
        assertThat(failure)
                .hasMessageContaining(TestModels.sha256(wrong))
                .hasMessageContaining(TestModels.sha256(CONTENT))
                .hasMessageContaining("thrown away");
        assertThat(TestModels.filesOf(store)).isEmpty();
        assertThat(store(CONTENT, "/wrong", "/right").pull(NAME, listener))
                .hasBinaryContent(CONTENT);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 1000})
    void refusesAFileOfAnotherSize(int more) throws IOException {
        server.on("/f", new ServedFile(TestModels.content(CONTENT.length + more)));
        ModelStore store = store(CONTENT, "/f");

        assertThat(failureOf(store))
                .hasMessageContaining("has " + (CONTENT.length + more) + " bytes")
                .hasMessageContaining("model has " + CONTENT.length);
        assertThat(server.requests()).hasSize(1);
        assertThat(TestModels.filesOf(store)).isEmpty();
    }

    @Test
    void stopsAServerThatSendsWithoutEnd() {
        server.on(
                "/f",
                (request, out) -> {
                    HubServer.head(out, 200);
                    while (true) {
                        out.write(CONTENT);
                    }
                });

        assertThat(failureOf(store(CONTENT, "/f")))
                .hasMessageContaining("more than the " + CONTENT.length + " bytes");
    }

    @Test
    void takesAnAnswerWithoutALength() {
        server.on(
                "/f",
                (request, out) -> {
                    HubServer.head(out, 200, "Transfer-Encoding: chunked");
                    for (int at = 0; at < CONTENT.length; at += 30_000) {
                        out.write("7530\r\n".getBytes(StandardCharsets.US_ASCII));
                        out.write(CONTENT, at, 30_000);
                        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
                    }
                    out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                });

        assertThat(store(CONTENT, "/f").pull(NAME, listener)).hasBinaryContent(CONTENT);
    }

    @ParameterizedTest
    @CsvSource({"500, 4", "503, 4", "429, 4", "408, 4", "400, 1", "404, 1", "410, 1", "206, 1"})
    void asksAgainOnlyWhereThatMayHelp(int status, int requests) {
        server.on("/f", HubServer.status(status, "Content-Length: 0"));

        assertThat(failureOf(store(CONTENT, "/f")).reason()).isEqualTo(Reason.DOWNLOAD_FAILED);
        assertThat(server.requests()).hasSize(requests);
        assertThat(listener.count("retrying")).isEqualTo(requests - 1);
    }

    @Test
    void refusesAnEncodedBody() {
        server.on("/f", HubServer.status(200, "Content-Encoding: gzip", "Content-Length: 0"));

        assertThat(failureOf(store(CONTENT, "/f"))).hasMessageContaining("encoding 'gzip'");
    }

    @Test
    void saysWhereNoServerIs() throws IOException {
        int port;
        try (ServerSocket unused = new ServerSocket(0)) {
            port = unused.getLocalPort();
        }
        var source = new HttpSource(URI.create("http://127.0.0.1:" + port + "/f"), false);

        assertThat(failureOf(TestModels.store(folder, TestModels.model(CONTENT, source))))
                .hasMessageContaining("127.0.0.1:" + port + ": no connection");
        assertThat(listener.count("retrying")).isZero();
    }

    @Test
    void saysWhereNoHostIs() {
        var source = new HttpSource(URI.create("https://no-such-host.invalid/f"), false);

        assertThat(failureOf(TestModels.store(folder, TestModels.model(CONTENT, source))))
                .hasMessageContaining("no-such-host.invalid: the host is not found");
    }
}
