package dev.triglot.engine.quantize;

import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.format.TensorNames;
import dev.triglot.engine.model.TensorKey;
import dev.triglot.engine.model.TensorRole;
import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Shape;
import java.util.List;

/** Decides the type of each tensor of a model. */
public final class TypeChoice {
    /** LLaMA 2 and 3 of 70 billion: so few values for so many queries that they get more bits. */
    private static final int LAYERS_OF_70B = 80;

    private final Preset preset;
    private final List<TensorOverride> overrides;
    private final ModelFacts facts;

    /**
     * @param overrides the first that matches wins
     */
    public TypeChoice(Preset preset, List<TensorOverride> overrides, ModelFacts facts) {
        this.preset = preset;
        this.overrides = List.copyOf(overrides);
        this.facts = facts;
    }

    /**
     * A matrix's type.
     *
     * @param wanted what it would be if its rows were a multiple of that type's block
     */
    public record Choice(GgmlType type, GgmlType wanted) {
        static Choice of(GgmlType type) {
            return new Choice(type, type);
        }

        /** Whether the rows do not suit the type that was wanted. */
        public boolean isFallback() {
            return type != wanted;
        }
    }

    /** Whether a tensor is a matrix of weights: vectors, norms and tables of positions stay. */
    public static boolean isMatrix(String name, Shape shape) {
        return name.endsWith(".weight")
                && !name.endsWith("_norm.weight")
                && shape.dimensions().length > 1;
    }

    /**
     * The type for a matrix.
     *
     * @throws InvalidArgumentException if the user asks for one that the rows do not suit
     */
    public Choice of(String name, Shape shape) {
        for (TensorOverride override : overrides) {
            if (override.matches(name)) {
                return Choice.of(asked(override.type(), name, shape));
            }
        }
        if (!preset.isQuantized()) {
            return Choice.of(preset.base());
        }
        GgmlType wanted = mixed(name, shape);
        return new Choice(Mixture.fitting(wanted, shape.columns()), wanted);
    }

    private static GgmlType asked(GgmlType type, String name, Shape shape) {
        if (shape.columns() % type.blockSize() != 0) {
            throw new InvalidArgumentException(
                    "tensor %s cannot be %s: its rows of %d elements are no multiple of %d"
                            .formatted(name, type, shape.columns(), type.blockSize()));
        }
        return type;
    }

    private GgmlType mixed(String name, Shape shape) {
        TensorKey key = TensorNames.parse(name);
        if (key == null) {
            return preset.base();
        }
        TensorRole role = key.role();
        TensorRole head = facts.tied() ? TensorRole.TOKEN_EMBEDDING : TensorRole.OUTPUT;
        if (role == head) {
            return Mixture.head(preset, shape.columns());
        }
        GgmlType type = Mixture.inLayer(preset, role, key.layer(), facts);
        boolean large = facts.layers() == LAYERS_OF_70B && facts.queryHeadsPerKv() > 1;
        boolean coarse = type == GgmlType.Q3_K || type == GgmlType.Q4_K;
        return large && coarse && role == TensorRole.ATTENTION_V ? GgmlType.Q5_K : type;
    }
}
