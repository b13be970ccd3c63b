package dev.triglot.engine.quantize;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.ModelNotFoundException;
import dev.triglot.engine.format.GgufWriter;
import dev.triglot.engine.format.MetadataValue;
import dev.triglot.engine.format.ModelFile;
import dev.triglot.engine.format.TensorSource;
import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Shape;
import dev.triglot.engine.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of importance matrices that llama.cpp writes and reads.
 *
 * <p>Today's is GGUF with {@code general.type} "imatrix": for each matrix a tensor {@code
 * NAME.in_sum2} with sums of squared inputs, and {@code NAME.counts} with the number of inputs. The
 * one before, {@code .dat}, is a count of entries, then for each the name, a number of calls, and
 * sums that are to be divided by it; at the end a number of chunks and the name of the text.
 */
public final class ImportanceFile {
    private static final String SUMS = ".in_sum2";
    private static final String COUNTS = ".counts";
    private static final int GGUF = 0x4655_4747;
    private static final int MAX_NAME_BYTES = 1024;
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private ImportanceFile() {}

    static ImportanceMatrix read(Path file) {
        ByteBuffer bytes = map(file);
        boolean gguf = bytes.remaining() >= 4 && bytes.getInt(0) == GGUF;
        return gguf ? readGguf(file) : readDat(file, bytes);
    }

    private static ByteBuffer map(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size > Integer.MAX_VALUE) {
                throw new ModelFormatException(
                        file,
                        "file",
                        "is too large for an importance matrix: %d bytes".formatted(size));
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, size)
                    .order(ByteOrder.LITTLE_ENDIAN);
        } catch (NoSuchFileException missing) {
            throw new ModelNotFoundException(file + ": there is no such file");
        } catch (IOException problem) {
            throw new ModelFormatException(
                    file, "file", "cannot be read: " + problem.getMessage(), problem);
        }
    }

    private static ImportanceMatrix readGguf(Path file) {
        try (ModelFile gguf = ModelFile.open(file)) {
            if (!"imatrix".equals(gguf.metadata().text("general.type"))) {
                throw new ModelFormatException(
                        file, "key general.type", "is not imatrix: this is no importance matrix");
            }
            Map<String, Tensor> tensors = new HashMap<>();
            gguf.tensors().forEach(tensor -> tensors.put(tensor.name(), tensor));
            Map<String, float[]> means = new LinkedHashMap<>();
            for (Tensor sums : gguf.tensors()) {
                if (sums.name().endsWith(SUMS)) {
                    String name = sums.name().substring(0, sums.name().length() - SUMS.length());
                    means.put(name, mean(file, sums, tensors.get(name + COUNTS)));
                }
            }
            MetadataValue.Texts datasets = gguf.metadata().texts("imatrix.datasets");
            String dataset = datasets == null || datasets.size() == 0 ? "" : datasets.text(0);
            int chunks = gguf.metadata().integer("imatrix.chunk_count", 0, Integer.MAX_VALUE, 0);
            return new ImportanceMatrix(file, dataset, chunks, means);
        }
    }

    private static float[] mean(
            Path file, Tensor sums, @org.jspecify.annotations.Nullable Tensor counts) {
        if (counts == null
                || sums.type() != GgmlType.F32
                || counts.type() != GgmlType.F32
                || sums.rows() != 1
                || counts.shape().elements() != 1) {
            throw new ModelFormatException(
                    file,
                    "tensor " + sums.name(),
                    "expected are one row of F32, and a tensor of one count (matrices of several experts are not known)");
        }
        float[] values = sums.data().toArray(FLOAT);
        float count = counts.data().get(FLOAT, 0);
        for (int i = 0; i < values.length; i++) {
            values[i] = count > 0 ? values[i] / count : 1;
        }
        return values;
    }

    private static ImportanceMatrix readDat(Path file, ByteBuffer in) {
        int entries = count(file, in, 13, "the number of entries");
        Map<String, float[]> means = new LinkedHashMap<>();
        for (int i = 0; i < entries; i++) {
            String name = text(file, in, "the name of entry " + i);
            int calls = integer(file, in, "the calls of " + name);
            int size = count(file, in, Float.BYTES, "the values of " + name);
            float[] values = new float[size];
            in.asFloatBuffer().get(values);
            in.position(in.position() + Float.BYTES * size);
            for (int j = 0; j < size && calls > 0; j++) {
                values[j] /= calls;
            }
            if (size == 0 || means.put(name, values) != null) {
                throw malformed(file, in, "entry %s is empty or occurs twice".formatted(name));
            }
        }
        // Older files end here.
        int chunks = in.remaining() < 4 ? 0 : Math.max(0, integer(file, in, "the chunks"));
        String dataset = in.remaining() < 4 ? "" : text(file, in, "the name of the text");
        return new ImportanceMatrix(file, dataset, chunks, means);
    }

    private static int integer(Path file, ByteBuffer in, String what) {
        if (in.remaining() < Integer.BYTES) {
            throw malformed(file, in, what + " is missing: the file is cut short or damaged");
        }
        return in.getInt();
    }

    /** A count of records, each of at least some bytes, that can still follow. */
    private static int count(Path file, ByteBuffer in, int smallest, String what) {
        int count = integer(file, in, what);
        if (count < 0 || count > in.remaining() / smallest) {
            throw malformed(
                    file,
                    in,
                    "%s is %d, more than the %d bytes that remain hold: this is no importance matrix, or damaged"
                            .formatted(what, count, in.remaining()));
        }
        return count;
    }

    private static String text(Path file, ByteBuffer in, String what) {
        int length = count(file, in, 1, what);
        if (length > MAX_NAME_BYTES) {
            throw malformed(file, in, "%s has %d bytes".formatted(what, length));
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        String text = new String(bytes, UTF_8);
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw malformed(file, in, what + " has control characters");
        }
        return text;
    }

    private static ModelFormatException malformed(Path file, ByteBuffer in, String problem) {
        return new ModelFormatException(file, "offset " + in.position(), problem);
    }

    /**
     * Writes today's format.
     *
     * @param sums sums of squared inputs by tensor name
     * @param counts the number of inputs, by the same names
     * @param chunkSize tokens of a chunk
     */
    public static void write(
            Path file,
            String dataset,
            int chunks,
            int chunkSize,
            Map<String, double[]> sums,
            Map<String, Long> counts) {
        Map<String, MetadataValue> metadata = new LinkedHashMap<>();
        metadata.put("general.type", MetadataValue.text("imatrix"));
        metadata.put("imatrix.datasets", MetadataValue.Texts.of(List.of(dataset.getBytes(UTF_8))));
        metadata.put("imatrix.chunk_count", MetadataValue.uint32(chunks));
        metadata.put("imatrix.chunk_size", MetadataValue.uint32(chunkSize));
        List<TensorSource> tensors = new ArrayList<>();
        sums.forEach((name, values) -> {
            tensors.add(floats(name + SUMS, new Shape(values.length, 1), values));
            double count = counts.getOrDefault(name, 0L);
            tensors.add(floats(name + COUNTS, new Shape(1, 1), count));
        });
        new GgufWriter(metadata, tensors).write(file);
    }

    private static TensorSource floats(String name, Shape shape, double... values) {
        return new TensorSource(
                name,
                GgmlType.F32,
                shape,
                sink -> {
                    MemorySegment bytes = MemorySegment.ofArray(new byte[4 * values.length]);
                    for (int i = 0; i < values.length; i++) {
                        bytes.setAtIndex(FLOAT, i, (float) values[i]);
                    }
                    sink.write(bytes);
                });
    }
}
