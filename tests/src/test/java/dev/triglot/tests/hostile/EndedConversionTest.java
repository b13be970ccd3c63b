package dev.triglot.tests.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.convert.ConversionListener;
import dev.triglot.engine.convert.Converter;
import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.ModelWriteException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conversions that do not come to their end: the final name is absent, or what it was. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class EndedConversionTest {
    private static final Path CHECKPOINTS = Path.of("src/test/resources/checkpoints");
    private static final Path SOURCE = CHECKPOINTS.resolve("mistral-window");

    @TempDir private Path folder;

    private Path target() {
        return folder.resolve("model.gguf");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void convert() {
        Converter.convert(SOURCE, target(), null, ConversionListener.NONE);
    }

    /** Lets a process write for some steps; it then waits for the next. */
    private Process begun(int steps) throws IOException {
        Process process = ConversionMain.start(SOURCE, target());
        for (int i = 0; i < steps; i++) {
            if (i > 0) {
                process.getOutputStream().write('\n');
                process.getOutputStream().flush();
            }
            assertThat(process.getInputStream().read()).isEqualTo('.');
        }
        return process;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 15})
    void aKilledProcessLeavesWhatTheNextOneTidiesUp(int steps) throws Exception {
        Process process = begun(steps);
        process.destroyForcibly().waitFor();
        assertThat(names()).singleElement().asString().matches("\\.model\\.gguf\\..*\\.part");
        convert();
        assertThat(names()).containsExactly("model.gguf");
        LanguageModel.open(target()).close();
    }

    @Test
    void whatWasThereStaysUntilTheEnd() throws Exception {
        Files.writeString(target(), "earlier");
        begun(5).destroyForcibly().waitFor();
        assertThat(target()).hasContent("earlier");
    }

    @Test
    void aProcessThatStillWritesIsLeftAlone() throws Exception {
        Process process = begun(3);
        convert();
        assertThat(names()).hasSize(2).contains("model.gguf");
        process.getOutputStream().write(new byte[500]);
        process.getOutputStream().close();
        assertThat(process.waitFor()).isZero();
        assertThat(names()).containsExactly("model.gguf");
        LanguageModel.open(target()).close();
    }

    @Test
    void aListenerThatIsEndedLeavesNothing() throws Exception {
        Process process = begun(4);
        process.getOutputStream().close();
        assertThat(process.waitFor()).isNotZero();
        assertThat(names()).isEmpty();
    }

    /** Some shard is cut while the first bytes are written: the mapping has lost its pages. */
    @ParameterizedTest
    @ValueSource(strings = {"f16", "q8_0", "f32"})
    void aSourceThatShrinksIsAnError(String type) throws IOException {
        Path source = Files.createDirectory(folder.resolve("source"));
        try (Stream<Path> files = Files.list(CHECKPOINTS.resolve("llama2-float32"))) {
            for (Path file : files.toList()) {
                Files.copy(file, source.resolve(file.getFileName()));
            }
        }
        assertThatThrownBy(() ->
                        Converter.convert(
                                source,
                                target(),
                                type,
                                (bytes, total) -> {
                                    cut(source.resolve("model.safetensors"));
                                    return true;
                                }))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("model.safetensors");
        assertThat(names()).containsExactly("source");
    }

    private static void cut(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aTargetThatCannotBeIsNamed() {
        List<Path> targets = List.of(folder, folder.resolve("none").resolve("model.gguf"));
        for (Path target : targets) {
            assertThatThrownBy(
                            () -> Converter.convert(SOURCE, target, null, ConversionListener.NONE))
                    .isInstanceOf(ModelWriteException.class)
                    .hasMessageContaining(target.toString());
        }
        Path weights = SOURCE.resolve("model-00001-of-00003.safetensors");
        assertThatThrownBy(() -> Converter.convert(SOURCE, weights, null, ConversionListener.NONE))
                .isInstanceOfSatisfying(
                        ModelWriteException.class,
                        e -> assertThat(e.code()).isEqualTo("target_is_source"));
    }
}
