package dev.triglot.engine.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.ModelNotFoundException;
import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitModelTest {
    @TempDir private Path folder;

    @BeforeEach
    void write() throws IOException {
        write(1, shard(0, 3).text("general.name", "whole").uint32("split.tensors.count", 4));
        write(2, shard(1, 3).tensor("b", GgmlType.F32, 2).tensor("c", GgmlType.F32, 3));
        write(3, shard(2, 3).tensor("d", GgmlType.F32, 4));
    }

    private static GgufBuilder shard(int number, int count) {
        GgufBuilder builder =
                new GgufBuilder().uint32("split.no", number).uint32("split.count", count);
        return number == 0 ? builder.tensor("a", GgmlType.F32, 1) : builder;
    }

    private void write(int number, GgufBuilder builder) throws IOException {
        Files.write(path(number), builder.build());
    }

    private Path path(int number) {
        return folder.resolve("m-0000" + number + "-of-00003.gguf");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void opensFromAnyOfItsFiles(int number) throws IOException {
        try (ModelFile file = ModelFile.open(path(number))) {
            assertThat(file.path()).isEqualTo(path(1));
            assertThat(file.metadata().text("general.name")).isEqualTo("whole");
            assertThat(file.tensors()).extracting(Tensor::name).containsExactly("a", "b", "c", "d");
            assertThat(file.size())
                    .isEqualTo(Files.size(path(1)) + Files.size(path(2)) + Files.size(path(3)));
        }
    }

    @Test
    void namesAMissingFile() throws IOException {
        Files.delete(path(2));
        assertThatThrownBy(() -> ModelFile.open(path(3)))
                .isInstanceOf(ModelNotFoundException.class)
                .hasMessageContaining(path(2).toString())
                .hasMessageContaining("file 2 of 3");
    }

    @Test
    void refusesARenamedFile() throws IOException {
        Path renamed = Files.move(path(2), folder.resolve("renamed.gguf"));
        assertThatThrownBy(() -> ModelFile.open(renamed))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("-00002-of-00003.gguf");
    }

    @Test
    void refusesFilesThatAreMixedUp() throws IOException {
        write(2, shard(2, 3));
        assertRefused("another shard than number 2 of 3");
        write(2, shard(1, 2));
        assertRefused("another shard than number 2 of 3");
        write(2, new GgufBuilder().tensor("b", GgmlType.F32, 1));
        assertRefused("another shard than number 2 of 3");
    }

    @Test
    void refusesAShardThatIsNoGguf() throws IOException {
        Files.writeString(path(2), "<html> not found </html>");
        assertRefused("this is no GGUF file");
    }

    @Test
    void refusesAWrongNumberOfTensors() throws IOException {
        write(2, shard(1, 3).tensor("b", GgmlType.F32, 2));
        assertRefused("is 4, but the 3 files have 3 tensors together");
    }

    @Test
    void refusesATensorThatOccursInTwoFiles() throws IOException {
        write(3, shard(2, 3).tensor("b", GgmlType.F32, 2));
        assertRefused("tensor b: occurs in an earlier shard too");
    }

    @ParameterizedTest
    @ValueSource(longs = {100_000, 0xffff_ffffL})
    void refusesCountsThatNoNameCanHave(long count) throws IOException {
        write(1, new GgufBuilder().uint32("split.no", 0).uint32("split.count", count));
        assertRefused("split.count");
    }

    @Test
    void refusesANumberOutsideTheCount() throws IOException {
        write(1, new GgufBuilder().uint32("split.no", 3).uint32("split.count", 3));
        assertRefused("split.no: is 3, allowed is 0 to 2");
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> ModelFile.open(path(1)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(message);
    }
}
