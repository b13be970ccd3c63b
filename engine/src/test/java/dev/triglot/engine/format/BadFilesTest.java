package dev.triglot.engine.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.triglot.engine.error.TriglotException;
import dev.triglot.engine.format.BadFiles.BadFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class BadFilesTest {
    private static final long MAX_ALLOCATED = 64 << 20;
    private static final int CUT = 4096;

    @TempDir private Path folder;

    static List<BadFile> files() throws IOException {
        return BadFiles.all();
    }

    static List<BadFile> validFiles() throws IOException {
        return BadFiles.all().stream().filter(file -> file.expected().equals("load")).toList();
    }

    @ParameterizedTest
    @MethodSource("files")
    void loadsOrNamesTheFault(BadFile file) throws IOException {
        Path path = Files.write(folder.resolve(file.name()), file.bytes());

        long allocated =
                Allocations.during(() -> {
                    if (file.mustLoad()) {
                        assertThatNoException().isThrownBy(() -> load(path));
                    } else {
                        Throwable thrown = Assertions.catchThrowable(() -> load(path));
                        assertThat(thrown != null || !file.mustBeRejected()).isTrue();
                        assertFaultIsNamed(thrown, path);
                    }
                });

        assertThat(allocated).isLessThan(MAX_ALLOCATED);
    }

    @ParameterizedTest
    @MethodSource("validFiles")
    void refusesFilesThatAreCutShort(BadFile file) throws IOException {
        for (int length = 0; length < file.bytes().length; length += CUT) {
            Path path = folder.resolve(length + ".gguf");
            Files.write(path, Arrays.copyOf(file.bytes(), length));

            Throwable thrown = Assertions.catchThrowable(() -> load(path));

            assertThat(thrown).as("cut at %d", length).isInstanceOf(TriglotException.class);
            assertFaultIsNamed(thrown, path);
        }
    }

    private static void assertFaultIsNamed(Throwable thrown, Path path) {
        if (thrown != null) {
            assertThat(thrown)
                    .isInstanceOf(TriglotException.class)
                    .hasMessageContaining(path.toString());
        }
    }

    private static void load(Path path) {
        try (ModelFile file = ModelFile.open(path)) {
            file.description();
            file.metadata().summaries();
        }
    }
}
