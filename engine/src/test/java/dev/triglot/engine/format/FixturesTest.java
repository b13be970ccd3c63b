package dev.triglot.engine.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triglot.engine.error.TriglotException;
import dev.triglot.engine.model.ModelDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads well-formed models from a folder, {@code -Dtriglot.fixtures=FOLDER}, and cuts them. */
@EnabledIfSystemProperty(named = "triglot.fixtures", matches = ".+")
class FixturesTest {
    private static final int CUT = 4096;

    static List<Path> files() throws IOException {
        try (Stream<Path> walk = Files.walk(Path.of(System.getProperty("triglot.fixtures")))) {
            return walk.filter(path -> path.toString().matches(".*\\.(gguf|bin)"))
                    .filter(path -> !path.toString().contains("bad"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void reads(Path path) {
        try (ModelFile file = ModelFile.open(path)) {
            ModelDescription description = file.description();
            assertThat(description.tokenizer()).isNotNull();
            assertThat(description.hyperparameters() == null).isEqualTo(file.tensors().isEmpty());
            assertThat(description.tensors()).hasSameSizeAs(file.tensors());
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void refusesEveryCut(Path path) throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        for (int length = 0; length < bytes.length; length += CUT) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThat(Assertions.catchThrowable(() -> open(path, cut).description()))
                    .as("%s cut at %d", path, length)
                    .isInstanceOf(TriglotException.class);
        }
    }

    private static ModelFile open(Path path, byte[] bytes) {
        return path.toString().endsWith(".gguf")
                ? TestModels.open(bytes)
                : LegacyBuilder.open(bytes);
    }
}
