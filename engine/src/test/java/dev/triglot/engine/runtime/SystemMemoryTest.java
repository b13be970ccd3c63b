package dev.triglot.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemMemoryTest {
    @TempDir private Path folder;

    private Path meminfo() throws IOException {
        return Files.writeString(
                folder.resolve("meminfo"), "MemTotal: 8000 kB\nMemAvailable:    4000 kB\n");
    }

    @Test
    void isWhatTheSystemSaysIsAvailable() throws IOException {
        assertThat(SystemMemory.available(meminfo(), folder)).hasValue(4000 * 1024);
    }

    @Test
    void aContainersLimitBoundsItAndItsPageCacheCountsAsFree() throws IOException {
        Files.writeString(folder.resolve("memory.max"), "1000000\n");
        Files.writeString(folder.resolve("memory.current"), "900000\n");
        Files.writeString(folder.resolve("memory.stat"), "anon 1\ninactive_file 50000\n");
        assertThat(SystemMemory.available(meminfo(), folder)).hasValue(150_000);
    }

    @Test
    void aSystemThatDoesNotTellRefusesNothing() {
        assertThat(SystemMemory.available(folder.resolve("none"), folder)).isEmpty();
    }
}
