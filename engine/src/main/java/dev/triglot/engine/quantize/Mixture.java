package dev.triglot.engine.quantize;

import static dev.triglot.engine.tensor.GgmlType.Q3_K;
import static dev.triglot.engine.tensor.GgmlType.Q4_1;
import static dev.triglot.engine.tensor.GgmlType.Q4_K;
import static dev.triglot.engine.tensor.GgmlType.Q5_1;
import static dev.triglot.engine.tensor.GgmlType.Q5_K;
import static dev.triglot.engine.tensor.GgmlType.Q6_K;
import static dev.triglot.engine.tensor.GgmlType.Q8_0;

import dev.triglot.engine.model.TensorRole;
import dev.triglot.engine.tensor.GgmlType;
import java.util.EnumMap;
import java.util.Map;

/**
 * The table of the matrices that get another type than the preset's own.
 *
 * <p>Source: what llama.cpp's quantizer does, as facts. Values, feed-forward outputs and attention
 * outputs are the matrices whose errors harm most; the first and last eighth of the layers and
 * every third between harm more than the others.
 */
final class Mixture {
    /** The type of a matrix in one layer; null to leave the preset's own. */
    @FunctionalInterface
    private interface Rule {
        GgmlType type(int layer, ModelFacts facts, GgmlType base);
    }

    private static final Map<Preset, Map<TensorRole, Rule>> TABLE = new EnumMap<>(Preset.class);

    static {
        add(Preset.Q4_0, TensorRole.FFN_DOWN, Mixture::guarded);
        add(Preset.Q5_0, TensorRole.FFN_DOWN, Mixture::guarded);

        add(Preset.Q2_K, TensorRole.ATTENTION_V, (l, f, base) -> grouped(f) ? Q4_K : Q3_K);
        add(Preset.Q2_K, TensorRole.FFN_DOWN, always(Q3_K));
        add(Preset.Q2_K, TensorRole.ATTENTION_OUTPUT, always(Q3_K));

        add(Preset.Q3_K_M, TensorRole.ATTENTION_V, (l, f, base) -> l < 2 ? Q5_K : Q4_K);
        add(Preset.Q3_K_M, TensorRole.FFN_DOWN, (l, f, base) -> l < f.layers() / 16 ? Q5_K : Q4_K);
        add(Preset.Q3_K_M, TensorRole.ATTENTION_OUTPUT, always(Q4_K));

        add(Preset.Q3_K_L, TensorRole.ATTENTION_V, always(Q5_K));
        add(Preset.Q3_K_L, TensorRole.FFN_DOWN, always(Q5_K));
        add(Preset.Q3_K_L, TensorRole.ATTENTION_OUTPUT, always(Q5_K));

        add(Preset.Q4_K_S, TensorRole.ATTENTION_V, (l, f, base) -> l < 4 ? Q5_K : base);
        add(Preset.Q4_K_S, TensorRole.FFN_DOWN, (l, f, base) -> l < f.layers() / 8 ? Q5_K : base);

        add(Preset.Q4_K_M, TensorRole.ATTENTION_V, Mixture::sixBitsWhereItHarms);
        add(Preset.Q4_K_M, TensorRole.FFN_DOWN, Mixture::sixBitsWhereItHarms);

        add(Preset.Q5_K_M, TensorRole.ATTENTION_V, Mixture::sixBitsWhereItHarms);
        add(Preset.Q5_K_M, TensorRole.FFN_DOWN, Mixture::sixBitsWhereItHarms);

        for (Preset preset : new Preset[] {Preset.IQ4_NL, Preset.IQ4_XS}) {
            add(preset, TensorRole.ATTENTION_V, (l, f, base) -> grouped(f) ? Q5_K : base);
            add(
                    preset,
                    TensorRole.FFN_DOWN,
                    (l, f, base) -> l < f.layers() / 8 && !f.importanceKnown() ? Q5_K : base);
        }
    }

    private Mixture() {}

    private static void add(Preset preset, TensorRole role, Rule rule) {
        TABLE.computeIfAbsent(preset, key -> new EnumMap<>(TensorRole.class)).put(role, rule);
    }

    private static Rule always(GgmlType type) {
        return (layer, facts, base) -> type;
    }

    private static GgmlType sixBitsWhereItHarms(int layer, ModelFacts facts, GgmlType base) {
        int n = facts.layers();
        boolean harms = layer < n / 8 || layer >= 7 * n / 8 || (layer - n / 8) % 3 == 2;
        return harms ? Q6_K : base;
    }

    /** Importance alone would let the first layers' large elements suffer. */
    private static GgmlType guarded(int layer, ModelFacts facts, GgmlType base) {
        if (!facts.importanceKnown() || layer >= facts.layers() / 8) {
            return base;
        }
        return base == GgmlType.Q4_0 ? Q4_1 : Q5_1;
    }

    /** Few values serve many queries: they are small, and their errors count often. */
    private static boolean grouped(ModelFacts facts) {
        return facts.queryHeadsPerKv() >= 4;
    }

    /** The type of a layer's matrix; a fused one of queries, keys and values is as its values. */
    static GgmlType inLayer(Preset preset, TensorRole role, int layer, ModelFacts facts) {
        TensorRole like = role == TensorRole.ATTENTION_QKV ? TensorRole.ATTENTION_V : role;
        Rule rule = TABLE.getOrDefault(preset, Map.of()).get(like);
        return rule == null ? preset.base() : rule.type(layer, facts, preset.base());
    }

    /** The type of the head, or of the embedding where that is the head too. */
    static GgmlType head(Preset preset, long columns) {
        if (columns % preset.base().blockSize() != 0) {
            return Q8_0;
        }
        return preset.base() == Q8_0 ? Q8_0 : Q6_K;
    }

    /** What takes rows that are no multiple of 256, or of 32. */
    static GgmlType fitting(GgmlType type, long columns) {
        if (columns % type.blockSize() == 0) {
            return type;
        }
        GgmlType narrower =
                switch (type) {
                    case Q2_K, Q3_K -> GgmlType.Q4_0;
                    case IQ4_XS -> GgmlType.IQ4_NL;
                    case Q4_K -> GgmlType.Q5_0;
                    case Q5_K -> Q5_1;
                    case Q6_K -> Q8_0;
                    default -> GgmlType.F16;
                };
        return columns % narrower.blockSize() == 0 ? narrower : GgmlType.F16;
    }
}
