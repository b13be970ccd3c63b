package dev.triglot.engine.format;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import dev.triglot.engine.model.RopeScaling;
import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Tensor;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Rotary position embeddings in GGUF's metadata. */
final class RopeKeys {
    private static final float MAX_BASE = 1e12f;
    private static final float MAX_FACTOR = 1e6f;

    private RopeKeys() {}

    static float base(GgufKeys keys) {
        return keys.real("rope.freq_base", 1, MAX_BASE, 10_000);
    }

    /**
     * The scaling.
     *
     * @param frequencies the tensor {@code rope_freqs.weight} of Llama 3.1 and later, where there
     *     is one
     */
    static RopeScaling scaling(
            GgufKeys keys, int ropeDimension, int contextLength, @Nullable Tensor frequencies) {
        String name = keys.text("rope.scaling.type");
        String type = name == null ? "linear" : name;
        float factor = factor(keys);
        RopeScaling scaling =
                switch (type) {
                    case "none" -> new RopeScaling.None();
                    case "linear" ->
                            factor == 1 ? new RopeScaling.None() : new RopeScaling.Linear(factor);
                    case "yarn" -> yarn(keys, factor, contextLength);
                    default ->
                            throw keys.unsupported(
                                    "rope.scaling.type",
                                    "%s is not known; none, linear and yarn are"
                                            .formatted(Quoted.quote(type)));
                };
        if (frequencies == null) {
            return scaling;
        }
        float[] factors = readFactors(keys, ropeDimension, frequencies);
        return switch (scaling) {
            // Both divide the frequency, so they are one divisor.
            case RopeScaling.Linear linear -> {
                for (int i = 0; i < factors.length; i++) {
                    factors[i] *= linear.factor();
                }
                yield new RopeScaling.FrequencyFactors(factors);
            }
            case RopeScaling.Yarn yarn ->
                    throw keys.unsupported(
                            "rope.scaling.type",
                            "yarn together with the tensor rope_freqs.weight cannot be run");
            default -> new RopeScaling.FrequencyFactors(factors);
        };
    }

    private static float factor(GgufKeys keys) {
        String name = keys.has("rope.scaling.factor") ? "rope.scaling.factor" : "rope.scale_linear";
        float factor = keys.real(name, 0, MAX_FACTOR, 1);
        // Converters write 0 for "not scaled".
        if (factor != 0 && factor < 1 / MAX_FACTOR) {
            throw keys.error(name, "is " + factor + ", which is no scale");
        }
        return factor == 0 ? 1 : factor;
    }

    private static RopeScaling yarn(GgufKeys keys, float factor, int contextLength) {
        int original =
                keys.integer(
                        "rope.scaling.original_context_length",
                        1,
                        Integer.MAX_VALUE,
                        contextLength);
        float attention =
                keys.real("rope.scaling.attn_factor", 0, MAX_FACTOR, 1)
                        * keys.real("rope.scaling.yarn_attn_factor", 0, MAX_FACTOR, 1);
        float extrapolation = keys.real("rope.scaling.yarn_ext_factor", -1, MAX_FACTOR, 1);
        return new RopeScaling.Yarn(
                factor,
                original,
                attention,
                // A negative value stands for the default.
                extrapolation < 0 ? 1 : extrapolation,
                keys.real("rope.scaling.yarn_beta_fast", 0, MAX_FACTOR, 32),
                keys.real("rope.scaling.yarn_beta_slow", 0, MAX_FACTOR, 1));
    }

    private static float[] readFactors(GgufKeys keys, int ropeDimension, Tensor tensor) {
        if (tensor.type() != GgmlType.F32 || tensor.shape().elements() != ropeDimension / 2) {
            throw keys.error(
                    "rope.dimension_count",
                    "asks for %d frequency factors of type F32, but tensor rope_freqs.weight has %s of %s"
                            .formatted(ropeDimension / 2, tensor.shape(), tensor.type()));
        }
        float[] factors =
                tensor.data().toArray(JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN));
        for (float factor : factors) {
            if (!(factor >= 1 / MAX_FACTOR && factor <= MAX_FACTOR)) {
                throw keys.error(
                        "rope.dimension_count",
                        "tensor rope_freqs.weight has the factor %s, allowed is %s to %s"
                                .formatted(factor, 1 / MAX_FACTOR, MAX_FACTOR));
            }
        }
        return factors;
    }
}
