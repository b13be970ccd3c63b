package dev.triglot.engine.convert;

import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.format.GgufFile;
import dev.triglot.engine.format.GgufWriter;
import dev.triglot.engine.format.MetadataValue;
import dev.triglot.engine.format.ModelFile;
import dev.triglot.engine.format.TensorSource;
import dev.triglot.engine.model.Hyperparameters;
import dev.triglot.engine.model.ModelDescription;
import dev.triglot.engine.model.TensorKey;
import dev.triglot.engine.model.TensorRole;
import dev.triglot.engine.quantize.ImportanceMatrix;
import dev.triglot.engine.quantize.Preset;
import dev.triglot.engine.quantize.TensorEncoder;
import dev.triglot.engine.quantize.TensorOverride;
import dev.triglot.engine.quantize.TypeChoice;
import dev.triglot.engine.runtime.PhysicalCores;
import dev.triglot.engine.runtime.WorkerPool;
import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes models smaller: rounds their matrices to fewer bits, and writes GGUF version 3.
 *
 * <p>Streams: memory is the vocabulary and a few megabytes for each thread. The file appears under
 * its name when it is complete.
 */
public final class Quantizer {
    /**
     * What was written.
     *
     * @param sourceBytes size of what was read
     * @param tensorTypes number of tensors of each type
     * @param warnings what to know of the result
     */
    public record Result(
            Path file,
            long bytes,
            long sourceBytes,
            Map<String, Integer> tensorTypes,
            List<String> warnings) {}

    private final QuantizationOptions options;
    private final Preset preset;
    private final List<TensorOverride> overrides;
    private final List<String> warnings = new ArrayList<>();

    private Quantizer(QuantizationOptions options) {
        this.options = options;
        this.preset = Preset.parse(options.type());
        this.overrides = options.tensors().stream().map(TensorOverride::parse).toList();
    }

    /** The names of the presets, separated by commas. */
    public static String types() {
        return Preset.names();
    }

    /**
     * Quantizes a model.
     *
     * @param source a model file or a checkpoint's folder
     * @param target replaced if it exists
     * @throws dev.triglot.engine.error.TriglotException if the source cannot be read, an element is
     *     not finite, the target cannot be written, or the listener stops it
     */
    public static Result quantize(
            Path source, Path target, QuantizationOptions options, ConversionListener listener) {
        return new Quantizer(options).run(source, target, listener);
    }

    private Result run(Path source, Path target, ConversionListener listener) {
        @Nullable ImportanceMatrix importance =
                options.importance() == null ? null : ImportanceMatrix.read(options.importance());
        int threads = options.threads() == 0 ? PhysicalCores.count() : options.threads();
        try (ModelFile model = ModelFile.open(source);
                WorkerPool pool = new WorkerPool(threads)) {
            ModelDescription description = model.description();
            List<TensorSource> tensors =
                    plan(model, description, importance, new TensorEncoder(model.path(), pool));
            GgufWriter writer =
                    new GgufWriter(metadata(model, description, importance), tensors)
                            .from(model)
                            .listener(listener::written);
            if (options.importance() != null) {
                writer.from(options.importance());
            }
            writer.write(target);
            return new Result(target, writer.size(), model.size(), count(tensors), warnings);
        }
    }

    private List<TensorSource> plan(
            ModelFile model,
            ModelDescription description,
            @Nullable ImportanceMatrix importance,
            TensorEncoder encoder) {
        Hyperparameters h = description.hyperparameters();
        if (h == null) {
            throw new UnsupportedModelException(
                    model.path() + ": the file has a vocabulary but no weights to quantize");
        }
        boolean tied = !description.tensors().containsKey(TensorKey.weight(TensorRole.OUTPUT, 0));
        TypeChoice choice = new TypeChoice(preset, overrides, h, tied, importance != null);
        TensorPlan asTheyAre = new TensorPlan(null);
        List<TensorSource> sources = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        int coarse = 0;
        SequencedMap<String, Tensor> named = TensorPlan.named(description, model);
        for (Map.Entry<String, Tensor> entry : named.entrySet()) {
            String name = entry.getKey();
            Tensor tensor = entry.getValue();
            if (!TypeChoice.isMatrix(name, tensor.shape())) {
                sources.add(
                        model instanceof GgufFile
                                ? TensorSource.of(tensor)
                                : asTheyAre.source(name, tensor));
                continue;
            }
            GgmlType type = choice.of(name, tensor.shape());
            float[] columns = importance == null ? null : importance.of(name, tensor);
            if (importance != null && columns == null && type.blockSize() > 1) {
                unknown.add(name);
            }
            if (type == tensor.type()) {
                sources.add(asTheyAre.source(name, tensor));
                continue;
            }
            coarse += tensor.type().blockSize() > 1 && type.blockSize() > 1 ? 1 : 0;
            sources.add(encoder.source(name, tensor, type, columns));
        }
        warn(coarse, unknown);
        return sources;
    }

    private void warn(int coarse, List<String> unknown) {
        if (coarse > 0) {
            warnings.add(
                    "%d tensors were quantized already and are rounded twice: start from the original model for better quality"
                            .formatted(coarse));
        }
        if (!unknown.isEmpty()) {
            warnings.add(
                    "the importance matrix says nothing of %d tensors, such as %s"
                            .formatted(unknown.size(), unknown.getFirst()));
        }
    }

    private Map<String, MetadataValue> metadata(
            ModelFile model, ModelDescription description, @Nullable ImportanceMatrix importance) {
        Map<String, MetadataValue> metadata =
                model instanceof GgufFile gguf
                        ? Converter.kept(gguf, preset.fileType())
                        : new LinkedHashMap<>(new GgufKeysOf(description).keys(preset.base()));
        metadata.put("general.file_type", MetadataValue.uint32(preset.fileType()));
        metadata.put("general.quantization_version", MetadataValue.uint32(2));
        if (importance != null) {
            metadata.putAll(importance.provenance());
        }
        return metadata;
    }

    private static Map<String, Integer> count(List<TensorSource> tensors) {
        Map<String, Integer> counts = new TreeMap<>();
        tensors.forEach(tensor -> counts.merge(tensor.type().name(), 1, Integer::sum));
        return counts;
    }
}
