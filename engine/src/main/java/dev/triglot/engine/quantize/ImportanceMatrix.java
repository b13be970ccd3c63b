package dev.triglot.engine.quantize;

import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.format.MetadataValue;
import dev.triglot.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the inputs of a model's matrices are like: the mean squared activation that each column of a
 * matrix meets. An error in a column counts as much.
 *
 * <p>Files are those of llama.cpp, see {@link ImportanceFile}.
 */
public final class ImportanceMatrix {
    /** Columns that never met anything still count this much, relative to the mean. */
    private static final float FLOOR = 1e-4f;

    private final Path file;
    private final String dataset;
    private final int chunks;
    private final Map<String, float[]> means;

    /**
     * @param dataset the text that was evaluated, as the file names it
     * @param chunks how many pieces of it
     * @param means by tensor name, a mean square of each column
     */
    ImportanceMatrix(Path file, String dataset, int chunks, Map<String, float[]> means) {
        this.file = file;
        this.dataset = dataset;
        this.chunks = chunks;
        this.means = new LinkedHashMap<>(means);
    }

    /**
     * Reads a file of either of llama.cpp's formats.
     *
     * @throws ModelFormatException if it is malformed, or has values that are negative or not
     *     finite
     */
    public static ImportanceMatrix read(Path file) {
        ImportanceMatrix matrix = ImportanceFile.read(file);
        matrix.means.forEach((name, values) -> {
            for (float value : values) {
                if (!(value >= 0 && value <= Float.MAX_VALUE)) {
                    throw new ModelFormatException(
                            file, "entry " + name, "has the value %s".formatted(value));
                }
            }
        });
        return matrix;
    }

    public Map<String, float[]> means() {
        return means;
    }

    public String dataset() {
        return dataset;
    }

    public int chunks() {
        return chunks;
    }

    /**
     * Weights of a tensor's columns with mean 1; null where nothing is known of them.
     *
     * @throws InvalidArgumentException if the file is of another model
     */
    public float @Nullable [] of(String name, Tensor tensor) {
        float[] known = means.get(name);
        if (known == null) {
            return null;
        }
        if (known.length != tensor.columns()) {
            throw new InvalidArgumentException(
                    "%s: tensor %s has %d columns, but the importance matrix has %d: it is of another model"
                            .formatted(file, name, tensor.columns(), known.length));
        }
        double sum = 0;
        for (float value : known) {
            sum += value;
        }
        if (sum == 0) {
            return null;
        }
        float[] weights = new float[known.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.max(FLOOR, (float) (known[i] * known.length / sum));
        }
        return weights;
    }

    /** The keys that a file quantized with it carries, as llama.cpp writes them. */
    public Map<String, MetadataValue> provenance() {
        Map<String, MetadataValue> keys = new LinkedHashMap<>();
        keys.put("quantize.imatrix.file", MetadataValue.text(String.valueOf(file.getFileName())));
        keys.put("quantize.imatrix.dataset", MetadataValue.text(dataset));
        keys.put("quantize.imatrix.entries_count", MetadataValue.uint32(means.size()));
        keys.put("quantize.imatrix.chunks_count", MetadataValue.uint32(chunks));
        return keys;
    }
}
