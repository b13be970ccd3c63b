package dev.triglot.engine.format;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.model.Hyperparameters;
import dev.triglot.engine.model.ModelDescription;
import dev.triglot.engine.model.TensorKey;
import dev.triglot.engine.model.TokenizerSpec;
import dev.triglot.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Describes the model in a file from before GGUF. */
final class LegacyDescription {
    private final LegacyFile file;
    private final List<String> warnings = new ArrayList<>();

    LegacyDescription(LegacyFile file) {
        this.file = file;
    }

    ModelDescription describe() {
        LegacyModel model = file.first().dialect().model();
        Map<TensorKey, Tensor> named = new LinkedHashMap<>();
        List<String> ignored = new ArrayList<>();
        for (Tensor tensor : file.tensors()) {
            TensorKey key = model.names().find(tensor.name());
            if (key == null) {
                ignored.add(tensor.name());
            } else {
                named.put(key, tensor);
            }
        }
        TensorBinding binding = new TensorBinding(file.path(), named);
        Hyperparameters hyperparameters =
                new LegacyHyperparameters(file.metadata(), binding, warnings).read(model);
        Map<TensorKey, Tensor> bound = binding.bind(model.rules(), hyperparameters);
        named.forEach((key, tensor) -> {
            if (!bound.containsKey(key)) {
                ignored.add(tensor.name());
            }
        });
        GgufDescription.warnIgnored(ignored, warnings);
        if (file.partCount() > 1) {
            warnings.add(
                    "the model is in %d files; its matrices are joined while it is loaded"
                            .formatted(file.partCount()));
        }
        int tokens = file.first().tokens().texts().length;
        if (tokens != hyperparameters.vocabSize()) {
            throw new ModelFormatException(
                    file.path(),
                    "key " + LegacyDialect.VOCABULARY,
                    "is %d, but the token embedding has %d rows"
                            .formatted(tokens, hyperparameters.vocabSize()));
        }
        return description(hyperparameters, bound);
    }

    ModelDescription describeVocabulary() {
        return description(null, Map.of());
    }

    private ModelDescription description(
            @Nullable Hyperparameters hyperparameters, Map<TensorKey, Tensor> tensors) {
        TokenizerSpec tokenizer =
                switch (file.first().dialect().model()) {
                    case LLAMA -> LegacySentencePiece.of(file.first().tokens(), warnings);
                    case GPTJ, MPT -> LegacyByteLevelBpe.of(file.first(), warnings);
                };
        Path name = file.path().getFileName();
        return new ModelDescription(
                file.path(),
                file.format(),
                file.first().dialect().model().label(),
                name == null ? file.path().toString() : name.toString(),
                hyperparameters,
                tokenizer,
                null,
                Map.copyOf(tensors),
                List.copyOf(warnings));
    }
}
