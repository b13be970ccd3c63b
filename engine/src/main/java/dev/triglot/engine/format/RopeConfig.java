package dev.triglot.engine.format;

import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Shape;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rotary position embeddings in config.json: since transformers 5 in {@code rope_parameters},
 * before in {@code rope_theta} and {@code rope_scaling}.
 */
final class RopeConfig {
    private static final float MAX_BASE = 1e12f;
    private static final float MAX_FACTOR = 1e6f;

    private final Metadata config;
    private final String prefix;

    RopeConfig(Metadata config) {
        this.config = config;
        this.prefix =
                config.values().keySet().stream().anyMatch(k -> k.startsWith("rope_parameters."))
                        ? "rope_parameters."
                        : "rope_scaling.";
    }

    private String type() {
        String type = config.text(prefix + "rope_type");
        type = type == null ? config.text(prefix + "type") : type;
        return type == null ? "default" : type;
    }

    private float base() {
        String inner = "rope_parameters.rope_theta";
        return config.real(config.has(inner) ? inner : "rope_theta", 1, MAX_BASE, 10_000);
    }

    private float real(String name, float otherwise) {
        return config.real(prefix + name, 1 / MAX_FACTOR, MAX_FACTOR, otherwise);
    }

    private float requireFactor() {
        if (!config.has(prefix + "factor")) {
            throw config.error(prefix + "factor", "is missing");
        }
        return real("factor", 1);
    }

    void write(ConfigKeys keys, List<String> warnings) {
        for (String partial : List.of("partial_rotary_factor", prefix + "partial_rotary_factor")) {
            if (config.real(partial, 0, 1, 1) != 1) {
                throw config.unsupported(
                        partial, "models that rotate a part of a head cannot be run");
            }
        }
        switch (type()) {
            case "default", "llama3" -> {}
            case "linear" -> {
                keys.put("rope.scaling.type", MetadataValue.text("linear"));
                keys.real("rope.scaling.factor", requireFactor());
            }
            case "yarn" -> yarn(keys);
            case "dynamic" ->
                    warnings.add(
                            prefix
                                    + "rope_type is dynamic: positions beyond the trained context are not scaled");
            default ->
                    throw config.unsupported(
                            prefix + "rope_type",
                            "%s cannot be run; default, linear, llama3 and yarn can"
                                    .formatted(Quoted.quote(type())));
        }
        keys.real("rope.freq_base", base());
    }

    private void yarn(ConfigKeys keys) {
        for (String name : List.of("mscale", "mscale_all_dim")) {
            keys.requireAbsent(prefix + name, "this variant of yarn cannot be run");
        }
        float factor = requireFactor();
        keys.put("rope.scaling.type", MetadataValue.text("yarn"));
        keys.real("rope.scaling.factor", factor);
        String original = prefix + "original_max_position_embeddings";
        keys.whole(
                "rope.scaling.original_context_length",
                config.integer(
                        original,
                        1,
                        Integer.MAX_VALUE,
                        config.integer("max_position_embeddings", 1, Integer.MAX_VALUE)));
        if (config.has(prefix + "attention_factor")) {
            // Theirs is all of the correction, GGUF's multiplies YaRN's own.
            double own = factor <= 1 ? 1 : 0.1 * Math.log(factor) + 1;
            keys.real("rope.scaling.yarn_attn_factor", (float) (real("attention_factor", 1) / own));
        }
        if (config.has(prefix + "beta_fast")) {
            keys.real("rope.scaling.yarn_beta_fast", real("beta_fast", 32));
        }
        if (config.has(prefix + "beta_slow")) {
            keys.real("rope.scaling.yarn_beta_slow", real("beta_slow", 1));
        }
    }

    /**
     * Llama 3.1's stretching as a divisor per frequency: none for short waves, the whole factor for
     * long ones, a mix between.
     *
     * <p>Source: the reference code of Llama 3.1.
     */
    @Nullable Tensor llama3Factors(int headLength) {
        if (!type().equals("llama3")) {
            return null;
        }
        float factor = real("factor", 8);
        float low = real("low_freq_factor", 1);
        float high = real("high_freq_factor", 4);
        int context =
                config.integer(
                        prefix + "original_max_position_embeddings", 1, Integer.MAX_VALUE, 8192);
        if (low == high) {
            throw config.error(prefix + "low_freq_factor", "is the same as high_freq_factor");
        }
        float[] factors = new float[Math.min(headLength, 1 << 20) / 2];
        for (int i = 0; i < factors.length; i++) {
            // In float, as all converters compute it.
            float frequency = 1 / (float) Math.pow(base(), (float) (2 * i) / headLength);
            float wave = (float) (2 * Math.PI) / frequency;
            if (wave < context / high) {
                factors[i] = 1;
            } else if (wave > context / low) {
                factors[i] = factor;
            } else {
                float smooth = (context / wave - low) / (high - low);
                factors[i] = 1 / ((1 - smooth) / factor + smooth);
            }
        }
        MetadataValue.Numbers numbers = MetadataValue.Numbers.of(factors);
        return new Tensor(
                "rope_freqs.weight",
                GgmlType.F32,
                new Shape(factors.length),
                0,
                MemorySegment.ofArray(numbers.data()));
    }
}
