package dev.triglot.engine.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.ModelNotFoundException;
import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelFileTest {
    @TempDir private Path folder;

    private Path path = Path.of("model.gguf");

    @BeforeEach
    void inFolder() {
        path = folder.resolve(path);
    }

    @Test
    void mapsAFile() throws IOException {
        Files.write(path, TestModels.llama().build());
        try (ModelFile file = ModelFile.open(path)) {
            assertThat(file.path()).isEqualTo(path);
            assertThat(file.size()).isEqualTo(Files.size(path));
            assertThat(file.description().name()).isEqualTo("tiny");
            assertThat(file.description()).isSameAs(file.description());
            Tensor tensor = file.tensors().getFirst();
            assertThat(tensor.data().get(ValueLayout.JAVA_BYTE, 0)).isZero();
        }
    }

    @Test
    void dataEndsWithTheFileAndMetadataDoesNot() throws IOException {
        Files.write(path, TestModels.llama().build());
        ModelFile file = ModelFile.open(path);
        file.close();
        file.close();

        assertThatThrownBy(() -> file.tensors().getFirst().data().get(ValueLayout.JAVA_BYTE, 0))
                .isInstanceOf(IllegalStateException.class);
        assertThat(file.metadata().text("general.name")).isEqualTo("tiny");
    }

    @Test
    void namesWhatIsNoModelFile() throws IOException {
        assertThatThrownBy(() -> ModelFile.open(path))
                .isInstanceOf(ModelNotFoundException.class)
                .hasMessageContaining(path.toString());
        assertThatThrownBy(() -> ModelFile.open(folder))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("is a directory");
        Files.createFile(path);
        assertThatThrownBy(() -> ModelFile.open(path))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("is empty");
        Files.writeString(path, "<html>404</html>");
        assertThatThrownBy(() -> ModelFile.open(path))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("a web page");
        Files.writeString(path, "tjgg with more");
        assertThatThrownBy(() -> ModelFile.open(path))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("ggjt version")
                .hasMessageContaining("versions 1 to 3 are read");
    }

    @Test
    void noticesThatAFileHasChanged() throws IOException {
        byte[] bytes = TestModels.llama().build();
        Files.write(path, bytes);
        try (ModelFile file = ModelFile.open(path)) {
            assertThatNoException().isThrownBy(file::verifyUnchanged);
            FileTime before = Files.getLastModifiedTime(path);

            Files.setLastModifiedTime(path, FileTime.fromMillis(before.toMillis() + 5_000));
            assertChanged(file, "changed while it was being read");

            Files.write(path, new byte[1], StandardOpenOption.APPEND);
            Files.setLastModifiedTime(path, before);
            assertChanged(file, "now " + (bytes.length + 1));

            Files.delete(path);
            assertThatThrownBy(file::verifyUnchanged).isInstanceOf(ModelNotFoundException.class);
        }
    }

    static List<byte[]> models() {
        return List.of(
                TestModels.llama().build(),
                LegacyBuilder.model(LegacyDialect.GGJT_3),
                LegacyBuilder.model(LegacyDialect.GPTJ),
                LegacyBuilder.model(LegacyDialect.MPT_GPT4ALL));
    }

    @ParameterizedTest
    @MethodSource("models")
    void aFileThatShrinksIsAnErrorOfTheModel(byte[] bytes) throws IOException {
        Files.write(path, bytes);
        try (ModelFile file = ModelFile.open(path)) {
            Tensor last = file.tensors().getLast();
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.truncate(4096);
            }
            assertThat(last.fileOffset()).isGreaterThan(4096);
            assertThatThrownBy(() -> file.guard(() -> last.data().get(ValueLayout.JAVA_BYTE, 0)))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining("changed while it was being read")
                    .hasMessageContaining("now 4096");
        }
    }

    private static void assertChanged(ModelFile file, String message) {
        assertThatThrownBy(file::verifyUnchanged)
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(message);
    }
}
