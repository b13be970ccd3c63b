package dev.triglot.engine.quantize;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.ModelNotFoundException;
import dev.triglot.engine.error.TriglotException;
import dev.triglot.engine.format.MetadataValue;
import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Shape;
import dev.triglot.engine.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportanceFileTest {
    private static final String NAME = "blk.0.ffn_up.weight";

    @TempDir private Path folder;

    private Path file() {
        return folder.resolve("importance");
    }

    private static Tensor tensor(int columns) {
        return new Tensor(
                NAME,
                GgmlType.F32,
                new Shape(columns, 1),
                0,
                MemorySegment.ofArray(new byte[4 * columns]));
    }

    /** As llama.cpp wrote until 2025: sums over calls, the number of calls, the text's name. */
    private static byte[] dat(int calls, boolean provenance, float... sums) {
        ByteBuffer bytes = ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(1);
        bytes.putInt(NAME.length()).put(NAME.getBytes(UTF_8));
        bytes.putInt(calls).putInt(sums.length);
        for (float sum : sums) {
            bytes.putFloat(sum);
        }
        if (provenance) {
            bytes.putInt(7).putInt(8).put("wiki.txt".getBytes(UTF_8));
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private ImportanceMatrix read(byte[] content) throws IOException {
        return ImportanceMatrix.read(Files.write(file(), content));
    }

    @Test
    void readsWhatItWrites() {
        ImportanceFile.write(
                file(), "bible", 3, 256, Map.of(NAME, new double[] {6, 2, 4}), Map.of(NAME, 2L));
        ImportanceMatrix matrix = ImportanceMatrix.read(file());
        assertThat(matrix.means().get(NAME)).containsExactly(3, 1, 2);
        assertThat(matrix.dataset()).isEqualTo("bible");
        assertThat(matrix.chunks()).isEqualTo(3);
        assertThat(matrix.of(NAME, tensor(3))).containsExactly(1.5f, 0.5f, 1);
        assertThat(matrix.of("other.weight", tensor(3))).isNull();
        assertThat(matrix.provenance().get("quantize.imatrix.dataset"))
                .isEqualTo(MetadataValue.text("bible"));
    }

    @Test
    void readsTheFormerFormat() throws IOException {
        ImportanceMatrix matrix = read(dat(4, true, 8, 16, 0));
        assertThat(matrix.means().get(NAME)).containsExactly(2, 4, 0);
        assertThat(matrix.dataset()).isEqualTo("wiki.txt");
        assertThat(matrix.chunks()).isEqualTo(7);
        assertThat(read(dat(1, false, 5)).means().get(NAME)).containsExactly(5);
    }

    @Test
    void aMatrixOfAnotherModelIsRefused() throws IOException {
        ImportanceMatrix matrix = read(dat(1, false, 1, 2));
        assertThatThrownBy(() -> matrix.of(NAME, tensor(3)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining(NAME)
                .hasMessageContaining("another model");
    }

    @Test
    void columnsThatNeverMetAnythingStillCount() throws IOException {
        float[] weights = Objects.requireNonNull(read(dat(1, false, 0, 2)).of(NAME, tensor(2)));
        assertThat(weights[0]).isPositive();
        assertThat(read(dat(1, false, 0, 0)).of(NAME, tensor(2))).isNull();
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, -1})
    void valuesThatCannotBeAreRefused(float value) {
        assertThatThrownBy(() -> read(dat(1, false, 1, value)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(NAME)
                .hasMessageContaining(Float.toString(value));
    }

    @Test
    void whatIsCutShortIsRefused() throws IOException {
        byte[] whole = dat(4, true, 8, 16);
        int withoutProvenance = dat(4, false, 8, 16).length;
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            // The end is optional, and so is its text.
            if (length >= withoutProvenance && length < withoutProvenance + 8) {
                read(part);
                continue;
            }
            assertThatThrownBy(() -> read(part)).isInstanceOf(ModelFormatException.class);
        }
    }

    @Test
    void bytesThatAreNoneAreRefused() {
        for (int at = 0; at < 31; at++) {
            for (int value : new int[] {0x7f, 0x80, 0xff}) {
                byte[] damaged = dat(4, true, 8, 16);
                damaged[at] = (byte) value;
                try {
                    read(damaged);
                } catch (TriglotException | IOException expected) {
                    assertThat(expected).isInstanceOf(ModelFormatException.class);
                }
            }
        }
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        byte[] model = "GGUF\3\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0".getBytes(UTF_8);
        assertThatThrownBy(() -> read(model))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("general.type");
        Files.delete(file());
        assertThatThrownBy(() -> ImportanceMatrix.read(file()))
                .isInstanceOf(ModelNotFoundException.class);
    }
}
