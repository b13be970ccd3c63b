package dev.triglot.engine.store;

import static dev.triglot.engine.store.TestModels.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.triglot.engine.error.ModelStoreException;
import dev.triglot.engine.error.ModelStoreException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DiskSpaceTest {
    private static final byte[] CONTENT = TestModels.content(100_000);

    @TempDir private Path folder;

    private ModelStoreException pull(HubServer server, long free) {
        ModelStore store =
                TestModels.store(
                        folder,
                        TestModels.model(CONTENT, new HttpSource(server.uri("/f"), false)),
                        TestModels.options().retries(0).freeSpace(path -> free));
        return catchThrowableOfType(
                ModelStoreException.class, () -> store.pull(NAME, ProgressListener.NONE));
    }

    @Test
    void isCheckedBeforeTheFirstRequest() throws IOException {
        try (var server = new HubServer()) {
            ModelStoreException failure = pull(server, 99_999);

            assertThat(failure.reason()).isEqualTo(Reason.NO_SPACE);
            assertThat(failure)
                    .hasMessageContaining("needs 100000 bytes (100.0 kB)")
                    .hasMessageContaining("has 99999 (100.0 kB)")
                    .hasMessageContaining("TRIGLOT_HOME");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void isNeededOnlyForWhatIsMissing() throws IOException {
        try (var server = new HubServer()) {
            server.on("/f", new ServedFile(CONTENT).cut(60_000));
            pull(server, 100_000);

            assertThat(pull(server, 39_999)).hasMessageContaining("needs 40000 bytes");
            assertThat(pull(server, 40_000)).isNull();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void mayEndWhileWriting() throws IOException {
        Path full = Path.of("/dev/full");
        assertThat(Files.exists(full)).isTrue();
        FileChannel channel = FileChannel.open(full, StandardOpenOption.WRITE);
        try (var part = new PartialFile(full, channel, 100, new DiskSpace(folder, path -> 7))) {
            ModelStoreException failure =
                    catchThrowableOfType(
                            ModelStoreException.class, () -> part.append(ByteBuffer.allocate(60)));

            assertThat(failure.reason()).isEqualTo(Reason.NO_SPACE);
            assertThat(failure).hasMessageContaining("needs 100 bytes");
            assertThat(failure).hasMessageContaining("has 7 (");
        }
    }
}
