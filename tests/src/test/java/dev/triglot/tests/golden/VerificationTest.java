package dev.triglot.tests.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.ModelInspection;
import dev.triglot.engine.ModelOptions;
import dev.triglot.engine.ModelVerification;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of every format are checked and described, not only GGUF. */
class VerificationTest {
    static List<Path> files() {
        return Stream.concat(Fixtures.ggufFiles().stream(), Fixtures.legacyFiles().stream())
                .map(record -> record.path())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("files")
    void soundFilesAreFoundSound(Path file) {
        List<Long> progress = new ArrayList<>();
        ModelVerification found =
                LanguageModel.verify(
                        file,
                        ModelOptions.DEFAULT.withThreads(2),
                        (done, total) -> progress.add(total - done));
        assertThat(found.problems()).isEmpty();
        assertThat(found.notEvaluated()).isNull();
        assertThat(found.tokens()).isGreaterThan(255);
        assertThat(progress).hasSizeGreaterThan(found.tensors()).endsWith(0L);

        ModelInspection shown = LanguageModel.inspect(file, 0);
        assertThat(shown.tensors()).hasSize(found.tensors() + found.skippedTensors());
        assertThat(shown.recognizedBy()).isNotBlank();
        assertThat(shown.info().format()).isEqualTo(found.info().format()).isNotBlank();
        assertThat(shown.info().hyperparameters()).isNotEmpty();
    }
}
