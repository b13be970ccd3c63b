package dev.triglot.engine.convert;

import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.format.GgufFile;
import dev.triglot.engine.format.GgufWriter;
import dev.triglot.engine.format.MetadataValue;
import dev.triglot.engine.format.ModelFile;
import dev.triglot.engine.format.TensorSource;
import dev.triglot.engine.kernel.KernelSelector;
import dev.triglot.engine.model.Hyperparameters;
import dev.triglot.engine.model.ModelDescription;
import dev.triglot.engine.model.TensorKey;
import dev.triglot.engine.model.TensorRole;
import dev.triglot.engine.quantize.ImportanceMatrix;
import dev.triglot.engine.quantize.ModelFacts;
import dev.triglot.engine.quantize.Preset;
import dev.triglot.engine.quantize.TensorEncoder;
import dev.triglot.engine.quantize.TensorOverride;
import dev.triglot.engine.quantize.TypeChoice;
import dev.triglot.engine.runtime.PhysicalCores;
import dev.triglot.engine.runtime.WorkerPool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
            List<String> warnings) {
        /** How many tensors there are. */
        public int tensors() {
            return tensorTypes.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    private final QuantizationOptions options;
    private final Preset preset;
    private final List<TensorOverride> overrides;

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
            return model.guard(() -> run(model, target, importance, pool, listener));
        }
    }

    private Result run(
            ModelFile model,
            Path target,
            @Nullable ImportanceMatrix importance,
            WorkerPool pool,
            ConversionListener listener) {
        ModelDescription description = model.description();
        ModelFacts facts = facts(model, description, importance != null);
        QuantizationPlan plan =
                new QuantizationPlan(
                        model,
                        new TypeChoice(preset, overrides, facts),
                        importance,
                        options.requantize(),
                        new TensorEncoder(model.path(), pool, KernelSelector.kernels().rounding()));
        List<TensorSource> tensors = plan.of(description);
        GgufWriter writer =
                new GgufWriter(metadata(model, description, importance), tensors).from(model);
        if (options.importance() != null) {
            writer.from(options.importance());
        }
        writer.goOnWhile(bytes -> listener.written(bytes, writer.size()));
        writer.write(target);
        return new Result(
                target, writer.size(), model.size(), count(tensors), warnings(description, plan));
    }

    private static ModelFacts facts(
            ModelFile model, ModelDescription description, boolean importanceKnown) {
        Hyperparameters h = description.hyperparameters();
        if (h == null) {
            throw new UnsupportedModelException(
                    model.path() + ": the file has a vocabulary but no weights to quantize");
        }
        boolean tied = !description.tensors().containsKey(TensorKey.weight(TensorRole.OUTPUT, 0));
        return new ModelFacts(
                h.blockCount(), h.headCount() / h.headCountKv(), tied, importanceKnown);
    }

    private static List<String> warnings(ModelDescription description, QuantizationPlan plan) {
        List<String> warnings = new ArrayList<>(description.warnings());
        warnings.addAll(plan.warnings());
        return warnings;
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
