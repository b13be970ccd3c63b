package dev.triglot.engine.convert;

import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.format.GgufFile;
import dev.triglot.engine.format.ModelFile;
import dev.triglot.engine.format.TensorSource;
import dev.triglot.engine.model.ModelDescription;
import dev.triglot.engine.quantize.ImportanceMatrix;
import dev.triglot.engine.quantize.TensorEncoder;
import dev.triglot.engine.quantize.TypeChoice;
import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What becomes of each tensor of a model that is quantized, and what is to be said of it. */
final class QuantizationPlan {
    private final ModelFile model;
    private final TypeChoice choice;
    private final @Nullable ImportanceMatrix importance;
    private final boolean requantize;
    private final TensorEncoder encoder;
    private final TensorPlan asTheyAre = new TensorPlan(null);

    private final List<TensorSource> sources = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private final List<String> roundedTwice = new ArrayList<>();
    private final List<String> fallbacks = new ArrayList<>();
    private final Set<String> fallbackTypes = new TreeSet<>();

    /**
     * @param requantize whether matrices that are quantized already may be rounded again
     */
    QuantizationPlan(
            ModelFile model,
            TypeChoice choice,
            @Nullable ImportanceMatrix importance,
            boolean requantize,
            TensorEncoder encoder) {
        this.model = model;
        this.choice = choice;
        this.importance = importance;
        this.requantize = requantize;
        this.encoder = encoder;
    }

    /**
     * Decides on all tensors.
     *
     * @throws InvalidArgumentException if one is quantized already and may not be again, is to get
     *     a type that its rows do not suit, or the importance matrix is of another model
     */
    List<TensorSource> of(ModelDescription description) {
        TensorPlan.named(description, model).forEach(this::add);
        return sources;
    }

    private void add(String name, Tensor tensor) {
        if (!TypeChoice.isMatrix(name, tensor.shape())) {
            // A GGUF file's vectors stay what they are.
            sources.add(
                    model instanceof GgufFile
                            ? TensorSource.of(tensor)
                            : asTheyAre.source(name, tensor));
            return;
        }
        TypeChoice.Choice chosen = choice.of(name, tensor.shape());
        GgmlType type = chosen.type();
        float[] columns = importance == null ? null : importance.of(name, tensor);
        if (importance != null && columns == null && type.blockSize() > 1) {
            unknown.add(name);
        }
        if (chosen.isFallback()) {
            fallbacks.add(name);
            fallbackTypes.add("%s instead of %s".formatted(type, chosen.wanted()));
        }
        if (type != tensor.type() && tensor.type().blockSize() > 1 && type.blockSize() > 1) {
            allowAgain(name, tensor.type());
        }
        sources.add(encoder.source(name, tensor, type, columns));
    }

    private void allowAgain(String name, GgmlType type) {
        if (!requantize) {
            throw new InvalidArgumentException(
                    "%s: tensor %s is quantized already (%s), and rounding it again costs quality: start from the original model, or allow it with --requantize"
                            .formatted(model.path(), name, type));
        }
        roundedTwice.add(name);
    }

    /** What to know of the result. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (!roundedTwice.isEmpty()) {
            warnings.add(
                    "tensors that are quantized already are rounded twice (%s): start from the original model for better quality"
                            .formatted(listed(roundedTwice)));
        }
        if (!fallbacks.isEmpty()) {
            warnings.add(
                    "rows that are no multiple of the type's block (%s) became %s"
                            .formatted(listed(fallbacks), String.join(", ", fallbackTypes)));
        }
        if (!unknown.isEmpty()) {
            warnings.add("the importance matrix says nothing of %s".formatted(listed(unknown)));
        }
        return warnings;
    }

    private static String listed(List<String> names) {
        int more = names.size() - 1;
        return more == 0 ? names.getFirst() : "%s and %d more".formatted(names.getFirst(), more);
    }
}
