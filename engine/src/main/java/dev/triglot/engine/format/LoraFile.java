package dev.triglot.engine.format;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.model.LoraDescription;
import dev.triglot.engine.model.TensorKey;
import dev.triglot.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A low-rank adapter: a GGUF file as llama.cpp writes them, or a folder as PEFT saves them.
 *
 * <p>In GGUF there are the keys {@code general.type} "adapter", {@code adapter.type} "lora" and
 * {@code adapter.lora.alpha}; for each weight that it changes two tensors, named as the weight with
 * {@code .lora_a} [rank, in] and {@code .lora_b} [out, rank].
 */
public final class LoraFile {
    private static final String A = ".lora_a";
    private static final String B = ".lora_b";
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
            T result = file.guard(() -> user.apply(describe(file)));
            file.verifyUnchanged();
            return result;
        }
    }

    /** Whether a file says that it is an adapter, of whatever kind, and no model. */
    public static boolean isAdapter(ModelFile file) {
        return file instanceof PeftFolder
                || (file instanceof GgufFile gguf && isAdapter(gguf.metadata()));
    }

    static boolean isAdapter(Metadata metadata) {
        return metadata.values().get("general.type") instanceof MetadataValue.Text type
                && type.value().equals("adapter");
    }

    /** Describes an open file; throws as {@link #use} does. */
    public static LoraDescription describe(ModelFile file) {
        if (!isAdapter(file)) {
            throw new ModelFormatException(
                    file.path(),
                    "file",
                    "is a model (%s), no adapter: an adapter is a GGUF file with general.type \"adapter\", or a folder with %s"
                            .formatted(file.format(), PeftFolder.CONFIG));
        }
        return file instanceof PeftFolder folder
                ? new PeftDescription(folder).describe()
                : new LoraFile(file).describe();
    }

    /** To be thrown where a model is wanted. */
    static UnsupportedModelException noModel(Path path) {
        return new UnsupportedModelException(
                path
                        + ": this is an adapter, not a model: open the model that it was made for, and use the adapter with it (--lora)");
    }

    private LoraDescription describe() {
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
        List<String> warnings = new ArrayList<>();
        float alpha = metadata.real("adapter.lora.alpha", -MAX_ALPHA, MAX_ALPHA, 0);
        if (alpha == 0) {
            warnings.add("adapter.lora.alpha is missing or 0: products are taken as they are");
        }
        String name = metadata.text("general.name");
        return new LoraDescription(
                file.path(),
                Quoted.escape(name == null ? String.valueOf(file.path().getFileName()) : name),
                Quoted.escape(architecture),
                pairs(alpha),
                false,
                warnings);
    }

    private Map<TensorKey, LoraDescription.Pair> pairs(float alpha) {
        LoraPairs pairs = new LoraPairs(file.path());
        for (Tensor tensor : file.tensors()) {
            String name = tensor.name();
            boolean isA = name.endsWith(A);
            TensorKey weight =
                    isA || name.endsWith(B)
                            ? TensorNames.parse(name.substring(0, name.length() - A.length()))
                            : null;
            if (weight == null || weight.bias()) {
                throw pairs.error(tensor.name(), "is no factor of a weight that models have");
            }
            pairs.add(weight, isA, tensor);
        }
        return pairs.build((weight, rank) -> alpha == 0 ? 1 : alpha / rank);
    }
}
