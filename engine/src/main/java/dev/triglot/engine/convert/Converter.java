package dev.triglot.engine.convert;

import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.format.GgufFile;
import dev.triglot.engine.format.GgufWriter;
import dev.triglot.engine.format.MetadataValue;
import dev.triglot.engine.format.ModelFile;
import dev.triglot.engine.format.TensorSource;
import dev.triglot.engine.model.ModelDescription;
import dev.triglot.engine.quant.BlockCodecs;
import dev.triglot.engine.quant.BlockEncoder;
import dev.triglot.engine.tensor.GgmlType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Converts a checkpoint's folder, or a file of any format that is read, to GGUF version 3. What is
 * written is what {@code ModelDescription} holds; a GGUF file keeps its own keys.
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
     * @param type of the matrices, such as {@code f16} or {@code q8_0}; null to keep each tensor's.
     *     Vectors and norms are F32
     * @throws dev.triglot.engine.error.TriglotException if the source cannot be read, the target
     *     not written, or the listener stops it
     */
    public static Result convert(
            Path source, Path target, @Nullable String type, ConversionListener listener) {
        GgmlType wanted = type == null ? null : parse(type);
        try (ModelFile model = ModelFile.open(source)) {
            return model.guard(() -> convert(model, target, wanted, listener));
        }
    }

    private static Result convert(
            ModelFile model, Path target, @Nullable GgmlType wanted, ConversionListener listener) {
        ModelDescription description = model.description();
        List<TensorSource> tensors = new TensorPlan(wanted).of(description, model);
        GgmlType main = TensorPlan.mainType(tensors);
        Map<String, MetadataValue> metadata =
                model instanceof GgufFile gguf
                        ? kept(gguf, main)
                        : new GgufKeysOf(description).keys(main);
        GgufWriter writer = new GgufWriter(metadata, tensors).from(model);
        writer.goOnWhile(bytes -> listener.written(bytes, writer.size()));
        writer.write(target);
        return new Result(
                target,
                writer.size(),
                tensors.size(),
                main.name().toLowerCase(Locale.ROOT),
                description.warnings());
    }

    private static GgmlType parse(String type) {
        List<String> known = new ArrayList<>();
        for (GgmlType candidate : GgmlType.values()) {
            if (BlockCodecs.supports(candidate)
                    && BlockCodecs.of(candidate) instanceof BlockEncoder) {
                if (candidate.name().equalsIgnoreCase(type)) {
                    return candidate;
                }
                known.add(candidate.name().toLowerCase(Locale.ROOT));
            }
        }
        throw new InvalidArgumentException(
                "type %s cannot be converted to; these can: %s. For others, quantize the converted file"
                        .formatted(type, String.join(", ", known)));
    }

    /** A GGUF file's own keys, but for those that are of its parts or its types. */
    private static Map<String, MetadataValue> kept(GgufFile file, GgmlType main) {
        Map<String, MetadataValue> kept = new LinkedHashMap<>();
        file.metadata()
                .values()
                .forEach((key, value) -> {
                    boolean nested = value instanceof MetadataValue.Nested;
                    if (!key.startsWith("split.") && !nested) {
                        kept.put(key, value);
                    }
                });
        kept.put("general.file_type", MetadataValue.uint32(FileType.of(main)));
        return kept;
    }
}
