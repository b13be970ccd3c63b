package dev.triglot.engine.convert;

import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.format.GgufFile;
import dev.triglot.engine.format.GgufWriter;
import dev.triglot.engine.format.LoraFile;
import dev.triglot.engine.format.MetadataValue;
import dev.triglot.engine.format.ModelFile;
import dev.triglot.engine.format.TensorSource;
import dev.triglot.engine.model.ModelDescription;
import dev.triglot.engine.tensor.GgmlType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Converts a checkpoint's folder, an adapter of PEFT, or a file of any format that is read, to GGUF
 * version 3. What is written is what {@code ModelDescription} holds; a GGUF file keeps its own
 * keys.
 *
 * <p>Streams: memory is the vocabulary and a few megabytes. The file appears under its name when it
 * is complete.
 */
public final class Converter {
    /**
     * What was written.
     *
     * @param type of the matrices, as in {@code general.file_type}
     * @param warnings what was assumed or left out
     */
    public record Result(Path file, long bytes, int tensors, String type, List<String> warnings) {}

    private Converter() {}

    /**
     * Converts a model.
     *
     * @param source a checkpoint's folder or a model file
     * @param target replaced if it exists
     * @param type of the matrices, such as {@code f16} or {@code q8_0}, or a preset of {@link
     *     Quantizer}; null to keep each tensor's. Vectors and norms are F32
     * @throws dev.triglot.engine.error.TriglotException if the source cannot be read, the target
     *     not written, or the listener stops it
     */
    public static Result convert(
            Path source, Path target, @Nullable String type, ConversionListener listener) {
        return convert(source, target, type, null, listener);
    }

    /**
     * Converts a model or a low-rank adapter; as {@link #convert(Path, Path, String,
     * ConversionListener)}.
     *
     * @param base for an adapter, the model that it is for; null where it is not known, which does
     *     unless the adapter is PEFT's and changes queries or keys of LLaMA
     */
    public static Result convert(
            Path source,
            Path target,
            @Nullable String type,
            @Nullable Path base,
            ConversionListener listener) {
        GgmlType wanted = type == null ? null : plain(type);
        if (type != null && wanted == null) {
            return quantize(source, target, type, listener);
        }
        try (ModelFile file = ModelFile.open(source)) {
            if (LoraFile.isAdapter(file)) {
                return convertAdapter(file, target, wanted, base, listener);
            }
            if (base != null) {
                throw new InvalidArgumentException(
                        source + ": is a model, and has no base: leave " + base + " out");
            }
            return file.guard(() -> convert(file, target, wanted, listener));
        }
    }

    /** The types that all matrices have alike; null for others, which are presets. */
    private static @Nullable GgmlType plain(String type) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "f32" -> GgmlType.F32;
            case "f16" -> GgmlType.F16;
            case "bf16" -> GgmlType.BF16;
            case "q8_0" -> GgmlType.Q8_0;
            default -> null;
        };
    }

    private static Result quantize(
            Path source, Path target, String type, ConversionListener listener) {
        Quantizer.Result result =
                Quantizer.quantize(source, target, QuantizationOptions.of(type), listener);
        return new Result(
                target,
                result.bytes(),
                result.tensors(),
                type.toLowerCase(Locale.ROOT),
                result.warnings());
    }

    private static Result convertAdapter(
            ModelFile file,
            Path target,
            @Nullable GgmlType wanted,
            @Nullable Path base,
            ConversionListener listener) {
        if (base == null) {
            return file.guard(
                    () -> convertAdapter(file, target, wanted, (ModelFile) null, listener));
        }
        try (ModelFile model = ModelFile.open(base)) {
            return file.guard(
                    () -> model.guard(() -> convertAdapter(file, target, wanted, model, listener)));
        }
    }

    private static Result convertAdapter(
            ModelFile file,
            Path target,
            @Nullable GgmlType wanted,
            @Nullable ModelFile base,
            ConversionListener listener) {
        AdapterConverter adapter =
                new AdapterConverter(
                        LoraFile.describe(file), base == null ? null : base.description(), wanted);
        List<ModelFile> read = base == null ? List.of(file) : List.of(file, base);
        return write(read, adapter.keys(), adapter.tensors(), target, adapter.warnings(), listener);
    }

    private static Result convert(
            ModelFile model, Path target, @Nullable GgmlType wanted, ConversionListener listener) {
        ModelDescription description = model.description();
        List<TensorSource> tensors = new TensorPlan(wanted).of(description, model);
        GgmlType main = TensorPlan.mainType(tensors);
        Map<String, MetadataValue> metadata =
                model instanceof GgufFile gguf
                        ? kept(gguf, FileType.of(main))
                        : new GgufKeysOf(description).keys(main);
        return write(List.of(model), metadata, tensors, target, description.warnings(), listener);
    }

    /**
     * Writes the file.
     *
     * @param read where the tensors come from
     */
    private static Result write(
            List<ModelFile> read,
            Map<String, MetadataValue> keys,
            List<TensorSource> tensors,
            Path target,
            List<String> warnings,
            ConversionListener listener) {
        GgufWriter writer = new GgufWriter(keys, tensors);
        read.forEach(writer::from);
        writer.goOnWhile(bytes -> listener.written(bytes, writer.size()));
        writer.write(target);
        return new Result(
                target,
                writer.size(),
                tensors.size(),
                TensorPlan.mainType(tensors).name().toLowerCase(Locale.ROOT),
                warnings);
    }

    /** A GGUF file's own keys, but for those that are of its parts or its types. */
    static Map<String, MetadataValue> kept(GgufFile file, int fileType) {
        Map<String, MetadataValue> kept = new LinkedHashMap<>();
        file.metadata()
                .values()
                .forEach((key, value) -> {
                    boolean nested = value instanceof MetadataValue.Nested;
                    if (!key.startsWith("split.") && !nested) {
                        kept.put(key, value);
                    }
                });
        kept.put("general.file_type", MetadataValue.uint32(fileType));
        return kept;
    }
}
