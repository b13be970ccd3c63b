package dev.triglot.notebook.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionFileTest {
    private static final String GOOD =
            """
            {"ip": "127.0.0.1", "transport": "tcp", "signature_scheme": "hmac-sha256", "key": "abc",
             "shell_port": 1001, "control_port": 1002, "iopub_port": 1003, "stdin_port": 1004,
             "hb_port": 1005, "kernel_name": "triglot"}
            """;

    @TempDir private Path folder;

    private ConnectionFile read(String text) throws IOException {
        return ConnectionFile.read(Files.writeString(folder.resolve("kernel.json"), text));
    }

    @Test
    void reads() throws IOException {
        ConnectionFile connection = read(GOOD);
        assertThat(connection.stdinPort()).isEqualTo(1004);
        assertThat(connection.address(connection.heartbeatPort()))
                .isEqualTo("tcp://127.0.0.1:1005");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "127.0.0.1|0.0.0.0|loopback",
                "127.0.0.1|192.168.1.5|loopback",
                "tcp|ipc|transport",
                "hmac-sha256|hmac-md5|signature_scheme",
                "\"abc\"|\"\"|unsigned",
                "1003|70000|iopub_port",
                "\"key\"|\"other\"|key is missing",
                "{|[|not JSON",
            })
    void refuses(String text, String replacement, String message) {
        assertThatThrownBy(() -> read(GOOD.replace(text, replacement)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("kernel.json")
                .hasMessageContaining(message);
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> ConnectionFile.read(folder.resolve("none.json")))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("none.json");
    }
}
