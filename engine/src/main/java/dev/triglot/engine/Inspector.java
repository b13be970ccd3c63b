package dev.triglot.engine;

import dev.triglot.engine.format.Metadata;
import dev.triglot.engine.format.ModelFile;
import dev.triglot.engine.model.Hyperparameters;
import dev.triglot.engine.model.ModelDescription;
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
