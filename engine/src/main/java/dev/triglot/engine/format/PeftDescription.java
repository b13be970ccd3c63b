package dev.triglot.engine.format;

import dev.triglot.engine.model.LoraDescription;
import dev.triglot.engine.model.TensorKey;
import dev.triglot.engine.model.TensorRole;
import dev.triglot.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Describes the adapter in a folder of PEFT. Tensors are named {@code
 * base_model.model.<module>.lora_A.weight} and {@code lora_B}, perhaps with the adapter's name
 * before {@code weight}; the module is one of the checkpoint that was adapted, which tells the
 * architecture.
 */
final class PeftDescription {
    private static final String PREFIX = "base_model.model.";
    private static final String A = ".lora_A.";
    private static final String B = ".lora_B.";
    private static final String SUFFIX = "weight";
    private static final float MAX_ALPHA = 1e6f;
    private static final String ALPHAS = "alpha_pattern.";

    /** Kinds of initialization that change the weights of the model beside the adapter. */
    private static final Set<String> CHANGES_MODEL =
            Set.of("pissa", "olora", "corda", "loftq", "lora_ga");

    private final PeftFolder folder;
    private final Metadata config;
    private final LoraPairs pairs;

    PeftDescription(PeftFolder folder) {
        this.folder = folder;
        this.config = folder.metadata();
        this.pairs = new LoraPairs(folder.path());
    }

    /**
     * A factor.
     *
     * @param module of the checkpoint
     */
    private record Factor(String module, boolean isA, Tensor tensor) {}

    LoraDescription describe() {
        refuseVariants();
        float alpha = alpha("lora_alpha");
        List<Factor> factors = factors();
        CheckpointArchitecture architecture = architecture(factors);
        Map<TensorKey, String> modules = new LinkedHashMap<>();
        for (Factor factor : factors) {
            TensorKey weight = key(architecture, factor);
            modules.put(weight, factor.module);
            pairs.add(weight, factor.isA, factor.tensor);
        }
        boolean stabilized = config.flag("use_rslora", false);
        Path name = folder.folder().toAbsolutePath().normalize().getFileName();
        return new LoraDescription(
                folder.path(),
                Quoted.escape(String.valueOf(name)),
                architecture.label(),
                pairs.build((weight, rank) -> {
                    float own = ownAlpha(modules.getOrDefault(weight, ""), alpha);
                    return own / (stabilized ? (float) Math.sqrt(rank) : rank);
                }),
                architecture instanceof LlamaConfig,
                List.of());
    }

    private void refuseVariants() {
        String type = config.text("peft_type");
        if (!"LORA".equals(type)) {
            throw config.unsupported(
                    "peft_type",
                    "%s adapters cannot be used; LORA can"
                            .formatted(type == null ? "untyped" : Quoted.quote(type)));
        }
        for (String flag : List.of("use_dora", "fan_in_fan_out", "lora_bias", "use_qalora")) {
            if (config.flag(flag, false)) {
                throw config.unsupported(flag, "is true, which is not supported" + advice());
            }
        }
        if (config.has("layer_replication")) {
            throw config.unsupported("layer_replication", "cannot be used" + advice());
        }
        if (config.values().get("init_lora_weights") instanceof MetadataValue.Text init
                && CHANGES_MODEL.stream().anyMatch(init.value()::startsWith)) {
            throw config.unsupported(
                    "init_lora_weights",
                    "%s: the adapter is for weights that were changed with it: save it with path_initial_model_for_weight_conversion, or merge it into its model"
                            .formatted(Quoted.quote(init.value())));
        }
    }

    private static String advice() {
        return ": merge the adapter into its model in Python (merge_and_unload), and convert that";
    }

    private float alpha(String key) {
        if (!config.has(key)) {
            throw config.error(key, "is missing: the file does not say how to scale the adapter");
        }
        return config.real(key, -MAX_ALPHA, MAX_ALPHA, 0);
    }

    /** A pattern is the module's name or its end; the first that fits counts, as in PEFT. */
    private float ownAlpha(String module, float otherwise) {
        for (String key : config.values().keySet()) {
            if (key.startsWith(ALPHAS)) {
                String pattern = key.substring(ALPHAS.length());
                if (!pattern.matches("[A-Za-z0-9_.]+")) {
                    throw config.unsupported(
                            "alpha_pattern",
                            "%s is no name of a module%s"
                                    .formatted(Quoted.quote(pattern), advice()));
                }
                if (module.equals(pattern) || module.endsWith("." + pattern)) {
                    return alpha(key);
                }
            }
        }
        return otherwise;
    }

    private List<Factor> factors() {
        folder.others()
                .forEach((name, what) -> {
                    throw pairs.error(
                            name, what + " cannot be used: F32, F16 and BF16 matrices can");
                });
        List<Factor> factors = new ArrayList<>();
        for (Tensor tensor : folder.tensors()) {
            String name = tensor.name();
            int at = Math.max(name.indexOf(A), name.indexOf(B));
            if (!name.startsWith(PREFIX) || at <= PREFIX.length() || !name.endsWith(SUFFIX)) {
                throw pairs.error(name, "is no factor of a low-rank adapter" + advice());
            }
            switch (tensor.type()) {
                case F32, F16, BF16 -> {}
                default ->
                        throw pairs.error(
                                name, tensor.type() + " cannot be used; F32, F16 and BF16 can");
            }
            boolean isA = name.startsWith(A, at);
            factors.add(new Factor(name.substring(PREFIX.length(), at), isA, tensor));
        }
        return factors;
    }

    /** The one whose layers all the modules are. */
    private CheckpointArchitecture architecture(List<Factor> factors) {
        List<CheckpointArchitecture> fitting = CheckpointArchitectures.all();
        for (Factor factor : factors) {
            List<CheckpointArchitecture> left =
                    fitting.stream().filter(a -> parse(a, factor) != null).toList();
            if (left.isEmpty()) {
                throw pairs.error(
                        factor.tensor.name(), "is of no layer that can be adapted" + advice());
            }
            fitting = left;
        }
        if (fitting.size() != 1) {
            throw pairs.error(
                    factors.isEmpty() ? "" : factors.getFirst().tensor.name(),
                    "the adapter's layers do not tell which architecture it is for");
        }
        return fitting.getFirst();
    }

    private static @Nullable TensorKey parse(CheckpointArchitecture architecture, Factor factor) {
        TensorKey key = architecture.parse(factor.module + "." + SUFFIX);
        return key == null || key.role() == TensorRole.TOKEN_EMBEDDING ? null : key;
    }

    private TensorKey key(CheckpointArchitecture architecture, Factor factor) {
        TensorKey key = parse(architecture, factor);
        if (key == null) {
            throw pairs.error(factor.tensor.name(), "is of no layer that can be adapted");
        }
        return key;
    }
}
