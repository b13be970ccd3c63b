package dev.triglot.engine;

import dev.triglot.engine.format.LoraFile;
import dev.triglot.engine.format.Metadata;
import dev.triglot.engine.format.ModelFile;
import dev.triglot.engine.model.Hyperparameters;
import dev.triglot.engine.model.LoraDescription;
import dev.triglot.engine.model.ModelDescription;
import dev.triglot.engine.model.TensorKey;
import dev.triglot.engine.model.TokenizerSpec;
import dev.triglot.engine.tensor.Tensor;
import java.lang.reflect.RecordComponent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns descriptions into what {@link ModelInfo} and {@link ModelInspection} show. */
final class Inspector {
    private Inspector() {}

    static ModelInspection inspect(ModelFile file, SessionOptions options) {
        if (LoraFile.isAdapter(file)) {
            return inspectAdapter(file);
        }
        ModelDescription description = file.description();
        return new ModelInspection(
                info(description),
                file.recognizedBy(),
                renderings(file.metadata()),
                tokenizer(description.tokenizer()),
                file.tensors().stream().map(Inspector::tensor).toList(),
                description.hyperparameters() == null
                        ? null
                        : MemoryPlan.of(description).estimate(options),
                description.chatTemplate());
    }

    private static ModelInspection inspectAdapter(ModelFile file) {
        return new ModelInspection(
                adapter(file),
                file.recognizedBy(),
                renderings(file.metadata()),
                null,
                file.tensors().stream().map(Inspector::tensor).toList(),
                null,
                null);
    }

    /** An adapter has what it changes in place of hyperparameters. */
    static ModelInfo adapter(ModelFile file) {
        LoraDescription adapter = LoraFile.describe(file);
        Map<String, Object> changes = new LinkedHashMap<>();
        long parameters = 0;
        for (Map.Entry<TensorKey, LoraDescription.Pair> entry : adapter.pairs().entrySet()) {
            LoraDescription.Pair pair = entry.getValue();
            parameters += pair.a().shape().elements() + pair.b().shape().elements();
            changes.put(
                    entry.getKey().toString(),
                    "rank %d, scale %s".formatted(pair.rank(), pair.scale()));
        }
        return new ModelInfo(
                adapter.file(),
                file.format() + ", LoRA adapter",
                adapter.architecture(),
                adapter.name(),
                parameters,
                adapter.bytes(),
                0,
                0,
                Collections.unmodifiableMap(changes),
                false,
                adapter.warnings());
    }

    private static Map<String, String> renderings(Metadata metadata) {
        Map<String, String> texts = new LinkedHashMap<>();
        metadata.values().forEach((key, value) -> texts.put(key, value.summary()));
        return Collections.unmodifiableMap(texts);
    }

    static ModelInfo info(ModelDescription description) {
        Hyperparameters h = description.hyperparameters();
        TokenizerSpec tokenizer = description.tokenizer();
        long parameters = 0;
        long bytes = 0;
        for (Tensor tensor : description.tensors().values()) {
            parameters += tensor.shape().elements();
            bytes += tensor.byteSize();
        }
        return new ModelInfo(
                description.file(),
                description.format(),
                description.architecture(),
                description.name(),
                parameters,
                bytes,
                h == null ? 0 : h.contextLength(),
                h != null ? h.vocabSize() : tokenizer == null ? 0 : tokenizer.size(),
                h == null ? Map.of() : byName(h),
                description.chatTemplate() != null,
                description.warnings());
    }

    /** A record's components by name: one place fewer to change when a hyperparameter joins. */
    private static Map<String, Object> byName(Hyperparameters h) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (RecordComponent component : Hyperparameters.class.getRecordComponents()) {
            try {
                values.put(component.getName(), component.getAccessor().invoke(h));
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return Collections.unmodifiableMap(values);
    }

    private static ModelInspection.@Nullable TokenizerInfo tokenizer(@Nullable TokenizerSpec spec) {
        return spec == null
                ? null
                : new ModelInspection.TokenizerInfo(
                        spec.algorithm().name().toLowerCase(Locale.ROOT),
                        spec.preTokenizer(),
                        spec.size(),
                        spec.merges().size(),
                        spec.specialIds().bos(),
                        spec.specialIds().eos(),
                        spec.addBos(),
                        spec.addEos());
    }

    private static ModelInspection.TensorInfo tensor(Tensor tensor) {
        return new ModelInspection.TensorInfo(
                tensor.name(),
                tensor.type().name(),
                tensor.shape().dimensions(),
                tensor.fileOffset(),
                tensor.byteSize());
    }
}
