package dev.triglot.engine.format;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.model.Hyperparameters;
import dev.triglot.engine.model.ModelDescription;
import dev.triglot.engine.model.TensorKey;
import dev.triglot.engine.model.TensorRole;
import dev.triglot.engine.model.TokenizerSpec;
import dev.triglot.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Describes the model in a checkpoint's folder. */
final class CheckpointDescription {
    private static final int NAMES_IN_WARNING = 3;

    private final CheckpointFolder checkpoint;
    private final Metadata config;
    private final List<String> warnings = new ArrayList<>();

    CheckpointDescription(CheckpointFolder checkpoint) {
        this.checkpoint = checkpoint;
        this.config = checkpoint.metadata();
    }

    ModelDescription describe() {
        CheckpointArchitecture architecture = CheckpointArchitectures.of(config);
        String method = config.text("quantization_config.quant_method");
        if (method != null) {
            throw config.unsupported(
                    "quantization_config.quant_method",
                    "weights quantized with %s cannot be read: take the model's float checkpoint"
                            .formatted(Quoted.quote(method)));
        }
        GgufArchitecture checked = GgufArchitectures.byLabel(architecture.label());
        if (checked == null) {
            throw new IllegalStateException(architecture.label());
        }
        Map<String, MetadataValue> keys = new LinkedHashMap<>();
        architecture
                .keys(config, warnings)
                .forEach((key, value) -> keys.put(architecture.label() + "." + key, value));
        Map<TensorKey, Tensor> named = named(architecture);
        TensorBinding binding = new TensorBinding(config.file(), named);
        Hyperparameters hyperparameters =
                checked.read(
                        new GgufKeys(
                                new Metadata(config.file(), keys), architecture.label(), warnings),
                        binding);
        Map<TensorKey, Tensor> bound = binding.bind(checked.rules(), hyperparameters);
        checkComplete(architecture, named, bound);
        long vocabSize = config.whole("vocab_size", 1, Integer.MAX_VALUE, -1);
        if (vocabSize >= 0 && vocabSize != hyperparameters.vocabSize()) {
            throw config.error(
                    "vocab_size",
                    "is %d, but the embedding has %d rows"
                            .formatted(vocabSize, hyperparameters.vocabSize()));
        }
        CheckpointTokenizer tokenizer =
                CheckpointTokenizer.read(
                        checkpoint.folder(), config, hyperparameters.vocabSize(), warnings);
        return description(architecture.label(), hyperparameters, tokenizer, bound);
    }

    ModelDescription describeVocabulary() {
        CheckpointTokenizer tokenizer =
                CheckpointTokenizer.read(
                        checkpoint.folder(),
                        config,
                        (int) config.whole("vocab_size", 1, 1 << 20, 0),
                        warnings);
        if (tokenizer.spec() == null) {
            throw new ModelFormatException(
                    checkpoint.folder(),
                    "folder",
                    "has no vocabulary: tokenizer.json, tokenizer.model or vocab.json with merges.txt");
        }
        String type = config.text("model_type");
        return description(type == null ? "" : Quoted.escape(type), null, tokenizer, Map.of());
    }

    private Map<TensorKey, Tensor> named(CheckpointArchitecture architecture) {
        boolean tied = config.flag("tie_word_embeddings", architecture.tiedByDefault());
        Map<TensorKey, Tensor> named = new LinkedHashMap<>();
        List<String> ignored = new ArrayList<>();
        for (Tensor tensor : checkpoint.tensors()) {
            TensorKey key = architecture.parse(tensor.name());
            if (key != null && !(tied && key.role() == TensorRole.OUTPUT)) {
                named.put(key, architecture.adapt(key, tensor, config));
            } else if (key == null
                    && architecture.ignoredSuffixes().stream().noneMatch(tensor.name()::endsWith)) {
                ignored.add(tensor.name());
            }
        }
        checkpoint
                .others()
                .forEach((name, dtype) -> {
                    if (architecture.parse(name) != null) {
                        throw new UnsupportedModelException(
                                "%s: tensor %s: %s cannot be read; F32, F16 and BF16 can: take the model's float checkpoint"
                                        .formatted(checkpoint.path(), name, dtype));
                    }
                });
        if (!tied && !named.containsKey(TensorKey.weight(TensorRole.OUTPUT, 0))) {
            throw new ModelFormatException(
                    checkpoint.path(),
                    "tensor lm_head.weight",
                    "is missing, and config.json does not say tie_word_embeddings");
        }
        Tensor frequencies = architecture.ropeFrequencies(config);
        if (frequencies != null) {
            named.put(TensorKey.weight(TensorRole.ROPE_FREQUENCIES, 0), frequencies);
        }
        if (!ignored.isEmpty()) {
            warnings.add(
                    "%d tensors are not used: %s%s"
                            .formatted(
                                    ignored.size(),
                                    String.join(
                                            ", ",
                                            ignored.stream()
                                                    .limit(NAMES_IN_WARNING)
                                                    .map(Quoted::escape)
                                                    .toList()),
                                    ignored.size() > NAMES_IN_WARNING ? ", …" : ""));
        }
        return named;
    }

    /** What has a role here but is used by no rule would change the result. */
    private void checkComplete(
            CheckpointArchitecture architecture,
            Map<TensorKey, Tensor> named,
            Map<TensorKey, Tensor> bound) {
        named.forEach((key, tensor) -> {
            if (!bound.containsKey(key)) {
                throw new ModelFormatException(
                        checkpoint.path(),
                        "tensor " + Quoted.escape(tensor.name()),
                        "has no place in the %s model that config.json describes"
                                .formatted(architecture.label()));
            }
            switch (tensor.type()) {
                case F32, F16, BF16 -> {}
                default ->
                        throw new UnsupportedModelException(
                                "%s: tensor %s: %s cannot be read; F32, F16 and BF16 can"
                                        .formatted(
                                                checkpoint.path(), tensor.name(), tensor.type()));
            }
        });
    }

    private ModelDescription description(
            String architecture,
            @Nullable Hyperparameters hyperparameters,
            CheckpointTokenizer tokenizer,
            Map<TensorKey, Tensor> tensors) {
        TokenizerSpec spec = tokenizer.spec();
        Path name = checkpoint.folder().toAbsolutePath().normalize().getFileName();
        return new ModelDescription(
                checkpoint.path(),
                checkpoint.format(),
                architecture,
                Quoted.escape(String.valueOf(name)),
                hyperparameters,
                spec,
                tokenizer.chatTemplate(),
                Map.copyOf(tensors),
                List.copyOf(warnings));
    }
}
