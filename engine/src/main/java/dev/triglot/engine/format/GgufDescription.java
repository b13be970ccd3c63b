package dev.triglot.engine.format;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.UnsupportedModelException;
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

/** Describes the model in a GGUF file. */
final class GgufDescription {
    private static final int NAMES_IN_WARNING = 3;

    private final GgufFile file;
    private final Metadata metadata;
    private final List<String> warnings = new ArrayList<>();

    GgufDescription(GgufFile file) {
        this.file = file;
        this.metadata = file.metadata();
    }

    ModelDescription describe() {
        if (LoraFile.isAdapter(metadata)) {
            throw LoraFile.noModel(file.path());
        }
        if (file.tensors().isEmpty()) {
            warnings.add("the file has no tensors: it is a vocabulary, not a model");
            return describeVocabulary();
        }
        GgufArchitecture architecture = architecture();
        Map<TensorKey, Tensor> named = new LinkedHashMap<>();
        List<String> ignored = new ArrayList<>();
        for (Tensor tensor : file.tensors()) {
            TensorKey key = TensorNames.parse(tensor.name());
            if (key != null) {
                named.put(key, tensor);
            } else if (architecture.refuses(tensor.name())) {
                throw new UnsupportedModelException(
                        "%s: tensor %s: this version cannot run %s models that have it"
                                .formatted(file.path(), tensor.name(), architecture.label()));
            } else {
                ignored.add(tensor.name());
            }
        }
        TensorBinding binding = new TensorBinding(file.path(), named);
        GgufKeys keys = new GgufKeys(metadata, architecture.label(), warnings);
        Hyperparameters hyperparameters = architecture.read(keys, binding);
        Map<TensorKey, Tensor> bound = binding.bind(architecture.rules(), hyperparameters);
        named.forEach((key, tensor) -> {
            if (!bound.containsKey(key)) {
                ignored.add(tensor.name());
            }
        });
        warnIgnored(ignored, warnings);
        TokenizerSpec tokenizer = tokenizer(hyperparameters.vocabSize());
        return description(architecture.label(), hyperparameters, tokenizer, bound);
    }

    ModelDescription describeVocabulary() {
        String label = metadata.text("general.architecture");
        TokenizerSpec tokenizer = tokenizer(Integer.MAX_VALUE);
        if (tokenizer == null) {
            throw metadata.error("tokenizer.ggml.model", "the file has no vocabulary");
        }
        return description(label == null ? "" : Quoted.escape(label), null, tokenizer, Map.of());
    }

    private GgufArchitecture architecture() {
        String key = "general.architecture";
        String label = metadata.text(key);
        if (label == null) {
            throw metadata.error(key, "is missing: the file does not say what its model is");
        }
        GgufArchitecture architecture = GgufArchitectures.byLabel(label);
        if (architecture == null) {
            throw metadata.unsupported(
                    key,
                    "%s models cannot be run; %s can"
                            .formatted(Quoted.quote(label), GgufArchitectures.labels()));
        }
        return architecture;
    }

    private @Nullable TokenizerSpec tokenizer(int vocabSize) {
        TokenizerSpec tokenizer = new GgufTokenizer(metadata, warnings).read();
        if (tokenizer != null && tokenizer.size() > vocabSize) {
            throw new ModelFormatException(
                    file.path(),
                    "key tokenizer.ggml.tokens",
                    "has %d tokens, but tensor token_embd.weight only %d rows"
                            .formatted(tokenizer.size(), vocabSize));
        }
        return tokenizer;
    }

    /** Adds a warning that names some of the tensors. */
    static void warnIgnored(List<String> names, List<String> warnings) {
        if (!names.isEmpty()) {
            String some =
                    String.join(
                            ", ",
                            names.stream().limit(NAMES_IN_WARNING).map(Quoted::escape).toList());
            warnings.add(
                    "%d tensors are not used: %s%s"
                            .formatted(
                                    names.size(),
                                    some,
                                    names.size() > NAMES_IN_WARNING ? ", …" : ""));
        }
    }

    private ModelDescription description(
            String architecture,
            @Nullable Hyperparameters hyperparameters,
            @Nullable TokenizerSpec tokenizer,
            Map<TensorKey, Tensor> tensors) {
        return new ModelDescription(
                file.path(),
                file.format(),
                architecture,
                name(),
                hyperparameters,
                tokenizer,
                ChatTemplateKeys.read(metadata, warnings),
                Map.copyOf(tensors),
                List.copyOf(warnings));
    }

    private String name() {
        String name = metadata.text("general.name");
        if (name != null && !name.isBlank()) {
            return Quoted.escape(name);
        }
        Path fileName = file.path().getFileName();
        return fileName == null ? file.path().toString() : fileName.toString();
    }
}
