package dev.triglot.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.error.InvalidArgumentException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    private static final URI PUBLIC = URI.create("https://93.184.216.34/f");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/f",
                "HTTPS://example.com/f",
                "http://localhost:1/f",
                "http://127.0.0.1/f",
                "http://127.1.2.3:99/f",
                "http://[::1]:80/f",
            })
    void mayBeAsked(String uri) {
        Addresses.requireSafe(URI.create(uri));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/f",
                "http://127.0.0.1.example.com/f",
                "http://localhost.example.com/f",
                "http://10.0.0.1/f",
                "http://128.0.0.1/f",
                "ftp://localhost/f",
                "file:///f",
                "https:/f",
                "https://name:word@example.com/f",
                "/f",
                "mailto:a@example.com",
            })
    void mayNotBeAsked(String uri) {
        assertThatThrownBy(() -> Addresses.requireSafe(URI.create(uri)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining(uri);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/f",
                "http://127.0.0.1/f",
                "https://10.1.2.3/f",
                "https://172.16.0.1/f",
                "https://192.168.1.1/f",
                "https://169.254.169.254/latest/meta-data",
                "https://100.64.0.1/f",
                "https://0.0.0.0/f",
                "https://[::1]/f",
                "https://[fd00::1]/f",
                "https://[fe80::1]/f",
                "https://[::ffff:10.0.0.1]/f",
            })
    void refusesARedirectIntoAPrivateNetwork(String target) {
        assertThat(Addresses.redirectProblem(PUBLIC, URI.create(target)))
                .contains("private network");
    }

    @Test
    void allowsOtherRedirects() {
        URI loopback = URI.create("http://127.0.0.1:1/f");

        assertThat(Addresses.redirectProblem(PUBLIC, URI.create("https://1.1.1.1/f"))).isNull();
        assertThat(Addresses.redirectProblem(PUBLIC, URI.create("https://100.128.0.1/f"))).isNull();
        assertThat(Addresses.redirectProblem(loopback, PUBLIC)).isNull();
        assertThat(Addresses.redirectProblem(loopback, URI.create("https://10.0.0.1/f"))).isNull();
        assertThat(Addresses.redirectProblem(PUBLIC, URI.create("http://1.1.1.1/f")))
                .contains("https");
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.com/x, https://A.com:443/y, true",
        "http://a.com/x, http://a.com:80/y, true",
        "https://a.com/x, http://a.com/x, false",
        "https://a.com/x, https://a.com:444/x, false",
        "https://a.com/x, https://b.a.com/x, false",
    })
    void comparesOrigins(URI a, URI b, boolean same) {
        assertThat(Addresses.sameOrigin(a, b)).isEqualTo(same);
    }
}
