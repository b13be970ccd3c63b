package dev.triglot.engine.format;

import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.model.TensorKey;
import dev.triglot.engine.model.TensorRole;
import dev.triglot.engine.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An architecture as Hugging Face's checkpoints write it. It is brought into GGUF's keys, so that
 * one reader checks them all.
 */
sealed interface CheckpointArchitecture permits LlamaConfig, GptJConfig, MptConfig {
    /** GGUF's name. */
    String label();

    /** The values of {@code model_type}. */
    List<String> modelTypes();

    /** The beginning of a layer's tensors, before its number, such as {@code model.layers.}. */
    String layerPrefix();

    /** What follows the layer's number and a dot, or the whole name, without its suffix. */
    Map<String, TensorRole> names();

    /** Ends of names that can be left out: what is computed, not learned. */
    List<String> ignoredSuffixes();

    /** Whether the head is the embedding where config.json does not say. */
    boolean tiedByDefault();

    /**
     * The hyperparameters under GGUF's names, without the prefix.
     *
     * @throws dev.triglot.engine.error.ModelFormatException if one is missing or not of its type
     * @throws UnsupportedModelException if they ask for what cannot be run
     */
    Map<String, MetadataValue> keys(Metadata config, List<String> warnings);

    /** The tensor as our kernels want it. */
    default Tensor adapt(TensorKey key, Tensor tensor, Metadata config) {
        return tensor;
    }

    /** A tensor that config.json describes with numbers. */
    default @Nullable Tensor ropeFrequencies(Metadata config) {
        return null;
    }

    /** What a tensor is for, or null. */
    default @Nullable TensorKey parse(String name) {
        boolean bias = name.endsWith(".bias");
        if (!bias && !name.endsWith(".weight")) {
            return null;
        }
        String base = name.substring(0, name.lastIndexOf('.'));
        int layer = 0;
        if (base.startsWith(layerPrefix())) {
            int dot = base.indexOf('.', layerPrefix().length());
            layer =
                    dot < 0
                            ? -1
                            : TensorNames.parseLayer(base.substring(layerPrefix().length(), dot));
            if (layer < 0) {
                return null;
            }
            base = base.substring(dot);
        }
        TensorRole role = names().get(base);
        return role == null ? null : new TensorKey(role, layer, bias);
    }
}
