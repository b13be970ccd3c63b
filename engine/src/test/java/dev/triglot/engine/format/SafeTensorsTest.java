package dev.triglot.engine.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.ModelNotFoundException;
import dev.triglot.engine.error.TriglotException;
import dev.triglot.engine.error.UnsupportedModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints from nowhere: containers, indexes and folders that are wrong. */
class SafeTensorsTest {
    private static final int INPUTS = Integer.getInteger("triglot.fuzz.inputs", 5_000);
    private static final String TWO =
            "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
                    + "'b':{'dtype':'F16','shape':[2,2],'data_offsets':[8,16]}}";

    @TempDir Path folder;

    @Test
    void readsWhatIsSound() throws IOException {
        try (ModelFile model = open(file(TWO, 16))) {
            assertThat(model.tensors()).extracting(t -> t.name()).containsExactly("a", "b");
            assertThat(model.tensors().get(1).shape().dimensions()).containsExactly(2, 2);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}} | overlaps",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}} | leaves a hole",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | but there are 16 bytes",
                "{'a':{'dtype':'F32','shape':[4],'data_offsets':[8,24]}} | no range",
                "{'a':{'dtype':'F32','shape':[4],'data_offsets':[16,0]}} | no range",
                "{'a':{'dtype':'F32','shape':[4],'data_offsets':[-16,0]}} | no size",
                "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,16]}} | takes 12 bytes",
                "{'a':{'dtype':'F32','shape':[4611686018427387904,8],'data_offsets':[0,16]}} | too large",
                "{'a':{'dtype':'F32','shape':[1e1],'data_offsets':[0,16]}} | no size",
                "{'a':{'dtype':'Q4_0','shape':[4],'data_offsets':[0,16]}} | is not known",
                "{'a':{'shape':[4],'data_offsets':[0,16]}} | is not known",
                "{'a':[]} | is not known",
                "{'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]},'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}} | no sound JSON",
                "{'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]} | no sound JSON",
            })
    void refusesWhatIsNot(String header, String problem) throws IOException {
        Path file = file(header, 16);
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, Long.MAX_VALUE, -1, 0, 1, 1L << 32, 100_000_001})
    void refusesHeaderLengths(long length) throws IOException {
        Path file = file(TWO, 16);
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
        Files.write(file, bytes);
        assertThatThrownBy(() -> open(file)).isInstanceOf(ModelFormatException.class);
    }

    @Test
    void boundsDepthAndNumbers() throws IOException {
        String deep = "{'a':" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        Path nested = file(deep, 16);
        assertThatThrownBy(() -> open(nested)).isInstanceOf(ModelFormatException.class);
        Path giant = file("{'a':{'dtype':'F32','shape':[" + "9".repeat(100_000) + "]}}", 16);
        assertThatThrownBy(() -> open(giant)).isInstanceOf(ModelFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../model.safetensors",
                "/etc/x.safetensors",
                "..\\\\x.safetensors",
                ".safetensors",
                "x.bin",
                "\\ud800.safetensors",
                ""
            })
    void anIndexNamesNoFileElsewhere(String name) throws IOException {
        config("{}");
        Files.writeString(
                folder.resolve("model.safetensors.index.json"),
                "{\"weight_map\":{\"a\":\"" + name + "\"}}");
        assertThatThrownBy(() -> open(folder))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("the same folder");
    }

    @Test
    void aMissingPartIsNamed() throws IOException {
        config("{}");
        Files.writeString(
                folder.resolve("model.safetensors.index.json"),
                "{\"weight_map\":{\"a\":\"part-2.safetensors\"}}");
        assertThatThrownBy(() -> open(folder))
                .isInstanceOf(ModelNotFoundException.class)
                .hasMessageContaining("part-2.safetensors");
    }

    @Test
    void aPickleIsRefusedWithAWayOut() throws IOException {
        Files.write(folder.resolve("pytorch_model.bin"), new byte[] {'P', 'K', 3, 4});
        assertThatThrownBy(() -> open(folder))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("save_pretrained");
    }

    @Test
    void aCycleOfLinksIsAnError() throws IOException {
        Path a = folder.resolve("model.safetensors");
        Path b = folder.resolve("other.safetensors");
        Files.createSymbolicLink(a, b);
        Files.createSymbolicLink(b, a);
        assertThatThrownBy(() -> open(folder)).isInstanceOf(TriglotException.class);
        assertThatThrownBy(() -> open(a)).isInstanceOf(TriglotException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void damageGivesAResultOrATypedError(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] sound = Files.readAllBytes(file(TWO, 16));
        Path file = folder.resolve("model.safetensors");
        int opened = 0;
        for (int i = 0; i < INPUTS; i++) {
            byte[] bytes = sound.clone();
            for (int n = 1 + random.nextInt(2); n > 0; n--) {
                int at = random.nextInt(bytes.length - 16);
                switch (random.nextInt(3)) {
                    case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                    case 1 -> bytes[at] = (byte) "0123456789-[]{},:\"".charAt(random.nextInt(18));
                    default -> bytes = Arrays.copyOf(bytes, 17 + at);
                }
                if (bytes.length < 18) {
                    break;
                }
            }
            Files.write(file, bytes);
            try (ModelFile model = ModelFile.open(file)) {
                opened++;
                assertThat(model.tensors()).hasSizeLessThanOrEqualTo(2);
            } catch (TriglotException expected) {
                assertThat(expected.getMessage()).contains(file.toString());
            }
        }
        assertThat(opened).isBetween(1, INPUTS - 1);
    }

    private ModelFile open(Path path) {
        return ModelFile.open(path);
    }

    private void config(String json) throws IOException {
        Files.writeString(folder.resolve("config.json"), json);
    }

    private Path file(String header, int dataBytes) throws IOException {
        config("{}");
        byte[] json = header.replace('\'', '"').getBytes(UTF_8);
        ByteBuffer bytes =
                ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json);
        Path file = folder.resolve("model.safetensors");
        Files.write(file, bytes.array());
        return file;
    }
}
