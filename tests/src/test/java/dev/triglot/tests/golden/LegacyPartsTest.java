package dev.triglot.tests.golden;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.Session;
import dev.triglot.engine.error.ModelNotFoundException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A LLaMA model of March 2023 cut into two files, as the large ones were. */
class LegacyPartsTest {
    private static final String WHOLE = "legacy/llama-mini/llama-mini-ggml-q4_1.bin";
    private static final int HEADER = 32;
    private static final int Q4_1_BYTES = 24;
    private static final int[] PROMPT = {1, 300, 301, 302};

    @TempDir private Path folder;

    @Test
    void partsAreTheSameModelAsTheWhole() throws IOException {
        Path first = folder.resolve("model.bin");
        Path second = folder.resolve("model.bin.1");
        byte[] whole = Files.readAllBytes(Fixtures.file(WHOLE));
        Files.write(first, part(whole, 0));
        Files.write(second, part(whole, 1));

        float[] expected = logits(Fixtures.file(WHOLE));
        assertThat(logits(first)).isEqualTo(expected);
        assertThat(logits(second)).isEqualTo(expected);

        Files.delete(second);
        assertThatThrownBy(() -> LanguageModel.open(first))
                .isInstanceOf(ModelNotFoundException.class)
                .hasMessageContaining("model.bin.1: file 2 of 2");
    }

    private static float[] logits(Path path) {
        try (LanguageModel model = LanguageModel.open(path);
                Session session = model.newSession()) {
            return session.logits(PROMPT);
        }
    }

    /** Header, vocabulary and vectors are in both; a matrix is cut by columns or by rows. */
    private static byte[] part(byte[] whole, int part) {
        ByteBuffer in = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
        int tokens = in.getInt(4);
        in.position(HEADER);
        for (int i = 0; i < tokens; i++) {
            in.position(in.position() + 4 + in.getInt(in.position()));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(whole, 0, in.position());
        while (in.hasRemaining()) {
            int dimensions = in.getInt();
            byte[] name = new byte[in.getInt()];
            int type = in.getInt();
            int columns = in.getInt();
            int rows = dimensions == 2 ? in.getInt() : 1;
            in.get(name);
            int rowBytes = type == 0 ? 4 * columns : columns / 32 * Q4_1_BYTES;
            byte[] data = new byte[rowBytes * rows];
            in.get(data);
            if (dimensions == 1) {
                words(out, 1, name.length, type, columns);
                out.writeBytes(name);
                out.writeBytes(data);
            } else if (byColumns(new String(name, ISO_8859_1))) {
                words(out, 2, name.length, type, columns / 2, rows);
                out.writeBytes(name);
                for (int row = 0; row < rows; row++) {
                    out.write(data, row * rowBytes + part * rowBytes / 2, rowBytes / 2);
                }
            } else {
                words(out, 2, name.length, type, columns, rows / 2);
                out.writeBytes(name);
                out.write(data, part * data.length / 2, data.length / 2);
            }
        }
        return out.toByteArray();
    }

    private static boolean byColumns(String name) {
        return name.startsWith("tok_embeddings")
                || name.endsWith("wo.weight")
                || name.endsWith("w2.weight");
    }

    private static void words(ByteArrayOutputStream out, int... words) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(words).forEach(buffer::putInt);
        out.writeBytes(buffer.array());
    }
}
