package dev.triglot.engine.format;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.model.LoraDescription;
import dev.triglot.engine.model.LoraDescription.Pair;
import dev.triglot.engine.model.TensorKey;
import dev.triglot.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A low-rank adapter in a GGUF file, as llama.cpp writes them: keys {@code general.type} "adapter",
 * {@code adapter.type} "lora" and {@code adapter.lora.alpha}; for each weight that it changes two
 * tensors, named as the weight with {@code .lora_a} [rank, in] and {@code .lora_b} [out, rank].
 */
public final class LoraFile {
    private static final String A = ".lora_a";
    private static final String B = ".lora_b";

    /** No layer that is worth it has a higher one. */
    private static final int MAX_RANK = 1 << 14;

    private static final float MAX_ALPHA = 1e6f;

    private final ModelFile file;
    private final Metadata metadata;

    private LoraFile(ModelFile file) {
        this.file = file;
        this.metadata = file.metadata();
    }

    /**
     * Reads an adapter and uses it; its tensors live that long.
     *
     * @throws ModelFormatException if the file is no adapter, or malformed
     * @throws dev.triglot.engine.error.UnsupportedModelException if it is of another kind
     */
    public static <T> T use(Path path, Function<LoraDescription, T> user) {
        try (ModelFile file = ModelFile.open(path)) {
            T result = file.guard(() -> user.apply(new LoraFile(file).describe()));
            file.verifyUnchanged();
            return result;
        }
    }

    private LoraDescription describe() {
        requireText("general.type", "adapter", "the file is no adapter");
        String type = metadata.text("adapter.type");
        if (!"lora".equals(type)) {
            throw metadata.unsupported(
                    "adapter.type",
                    "%s adapters cannot be used; lora can"
                            .formatted(type == null ? "untyped" : Quoted.quote(type)));
        }
        if (metadata.has("adapter.alora.invocation_tokens")) {
            throw metadata.unsupported(
                    "adapter.alora.invocation_tokens",
                    "adapters that are switched on by tokens cannot be used");
        }
        String architecture = metadata.text("general.architecture");
        if (architecture == null) {
            throw metadata.error("general.architecture", "is missing");
        }
        String name = metadata.text("general.name");
        return new LoraDescription(
                file.path(),
                Quoted.escape(name == null ? String.valueOf(file.path().getFileName()) : name),
                architecture,
                metadata.real("adapter.lora.alpha", -MAX_ALPHA, MAX_ALPHA, 0),
                pairs());
    }

    private void requireText(String key, String value, String otherwise) {
        if (!value.equals(metadata.text(key))) {
            throw metadata.error(key, "is not \"%s\": %s".formatted(value, otherwise));
        }
    }

    private Map<TensorKey, Pair> pairs() {
        Map<TensorKey, Tensor> as = new LinkedHashMap<>();
        Map<TensorKey, Tensor> bs = new LinkedHashMap<>();
        for (Tensor tensor : file.tensors()) {
            String name = tensor.name();
            boolean isA = name.endsWith(A);
            TensorKey weight =
                    isA || name.endsWith(B)
                            ? TensorNames.parse(name.substring(0, name.length() - A.length()))
                            : null;
            if (weight == null || weight.bias()) {
                throw error(tensor, "is no factor of a weight that models have");
            }
            (isA ? as : bs).put(weight, tensor);
        }
        Map<TensorKey, Pair> pairs = new LinkedHashMap<>();
        as.forEach((weight, a) -> pairs.put(weight, pair(a, bs.remove(weight))));
        for (Tensor b : bs.values()) {
            throw error(b, "there is no " + A + " beside it");
        }
        if (pairs.isEmpty()) {
            throw new ModelFormatException(file.path(), "file", "the adapter has no tensors");
        }
        return pairs;
    }

    private Pair pair(Tensor a, @org.jspecify.annotations.Nullable Tensor b) {
        if (b == null) {
            throw error(a, "there is no " + B + " beside it");
        }
        for (Tensor factor : new Tensor[] {a, b}) {
            if (factor.shape().dimensions().length > 2) {
                throw error(factor, "has shape %s: it is no matrix".formatted(factor.shape()));
            }
        }
        if (a.rows() != b.columns() || a.rows() > MAX_RANK) {
            throw error(
                    a,
                    "has rank %d, its partner %d; both must be one of 1 to %d"
                            .formatted(a.rows(), b.columns(), MAX_RANK));
        }
        return new Pair(a, b);
    }

    private ModelFormatException error(Tensor tensor, String problem) {
        return new ModelFormatException(
                file.path(), "tensor " + Quoted.escape(tensor.name()), problem);
    }
}
