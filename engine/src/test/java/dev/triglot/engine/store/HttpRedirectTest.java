package dev.triglot.engine.store;

import static dev.triglot.engine.store.TestModels.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.error.ModelStoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRedirectTest {
    private static final byte[] CONTENT = TestModels.content(50_000);

    @TempDir private Path folder;
    private HubServer hub;
    private HubServer other;

    @BeforeEach
    void start() throws IOException {
        hub = new HubServer();
        other = new HubServer();
    }

    @AfterEach
    void stop() throws IOException {
        hub.close();
        other.close();
    }

    private Path pull(boolean onHub) {
        return TestModels.store(
                        folder,
                        TestModels.model(CONTENT, new HttpSource(hub.uri("/a/f"), onHub)),
                        TestModels.options().hubToken("secret"))
                .pull(NAME, ProgressListener.NONE);
    }

    private static Optional<String> authorization(HubServer server) {
        return server.requests().getLast().header("authorization");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsRelativeOnesWithItsToken(int status) {
        hub.on("/a/f", HubServer.redirect(status, "../b?x=1"));
        hub.on("/b?x=1", new ServedFile(CONTENT));

        assertThat(pull(true)).hasBinaryContent(CONTENT);
        assertThat(authorization(hub)).contains("Bearer secret");
    }

    @Test
    void keepsTheTokenFromOtherHosts() {
        hub.on("/a/f", HubServer.redirect(302, other.uri("localhost", "/f").toString()));
        other.on("/f", new ServedFile(CONTENT));

        assertThat(pull(true)).hasBinaryContent(CONTENT);
        assertThat(authorization(hub)).contains("Bearer secret");
        assertThat(authorization(other)).isEmpty();
    }

    @Test
    void keepsTheTokenFromOtherPorts() {
        hub.on("/a/f", HubServer.redirect(302, other.uri("/f").toString()));
        other.on("/f", new ServedFile(CONTENT));

        assertThat(pull(true)).hasBinaryContent(CONTENT);
        assertThat(authorization(other)).isEmpty();
    }

    @Test
    void keepsTheTokenFromSourcesThatAreNotTheHub() {
        hub.on("/a/f", new ServedFile(CONTENT));

        assertThat(pull(false)).hasBinaryContent(CONTENT);
        assertThat(authorization(hub)).isEmpty();
    }

    @Test
    void resumesBehindARedirect() {
        hub.on("/a/f", HubServer.redirect(302, other.uri("/f").toString()));
        other.on("/f", new ServedFile(CONTENT).cut(20_000));

        assertThat(pull(true)).hasBinaryContent(CONTENT);
        assertThat(other.requests().getLast().header("range")).contains("bytes=20000-");
        assertThat(other.requests().getLast().header("if-range")).contains("\"v1\"");
    }

    @Test
    void endsACircle() {
        hub.on("/a/f", HubServer.redirect(302, "/a/f"));

        assertThatThrownBy(() -> pull(true))
                .isInstanceOf(ModelStoreException.class)
                .hasMessageContaining("more than 10 redirects");
        assertThat(hub.requests()).hasSize(11);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://example.com/f | plain http is allowed on the loopback interface only",
                "ftp://127.0.0.1/f | only https is allowed",
                "file:///etc/passwd | an address needs a scheme and a host",
                "https://user:word@127.0.0.1/f | may not carry a user name",
                "http://127.0.0.1:x:y/f | an address needs a scheme and a host",
                "'/with space' | a redirect to no address",
            })
    void refusesUnsafeTargets(String location, String problem) {
        hub.on("/a/f", HubServer.redirect(302, location));

        assertThatThrownBy(() -> pull(true))
                .isInstanceOf(ModelStoreException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void refusesARedirectWithoutATarget() {
        hub.on("/a/f", HubServer.status(302, "Content-Length: 0"));

        assertThatThrownBy(() -> pull(true)).hasMessageContaining("there is no address");
    }
}
