package dev.triglot.engine.store;

import static dev.triglot.engine.store.TestModels.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.error.ModelStoreException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hub over TLS, with a certificate made for the test. */
class HttpsPullTest {
    private static final byte[] CONTENT = TestModels.content(100_000);
    private static final char[] PASSWORD = "password".toCharArray();

    @TempDir private Path folder;
    @TempDir private Path scratch;

    private SSLContext selfSigned() throws Exception {
        Path file = scratch.resolve("keys");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "hub",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "SAN=dns:localhost,ip:127.0.0.1",
                                "-storepass",
                                new String(PASSWORD),
                                "-keystore",
                                file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(scratch.resolve("log").toFile())
                        .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    @Test
    void isCheckedAndResumed() throws Exception {
        SSLContext tls = selfSigned();
        ServerSocket socket =
                tls.getServerSocketFactory()
                        .createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        try (var server = new HubServer(socket, "https")) {
            server.on("/f", new ServedFile(CONTENT).cut(40_000));
            CatalogModel model = TestModels.model(CONTENT, new HttpSource(server.uri("/f"), true));
            ModelStore strict = TestModels.store(folder, model);
            ModelStore trusting =
                    TestModels.store(
                            folder,
                            model,
                            TestModels.options()
                                    .httpClient(HttpClient.newBuilder().sslContext(tls).build()));

            assertThatThrownBy(() -> strict.pull(NAME, ProgressListener.NONE))
                    .isInstanceOf(ModelStoreException.class)
                    .hasMessageContaining("no secure connection");
            assertThat(server.requests()).isEmpty();

            assertThat(trusting.pull(NAME, ProgressListener.NONE)).hasBinaryContent(CONTENT);
            assertThat(server.requests().getLast().header("range")).contains("bytes=40000-");
        }
    }

    @Test
    void takesNoClientThatFollowsRedirectsItself() {
        HttpClient following =
                HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build();

        assertThatThrownBy(() -> StoreOptions.builder().httpClient(following))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("redirects");
    }
}
