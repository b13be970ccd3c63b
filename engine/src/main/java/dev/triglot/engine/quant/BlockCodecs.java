package dev.triglot.engine.quant;

import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.tensor.GgmlType;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The one table of the weight types that can be computed with. */
public final class BlockCodecs {
    private static final Map<GgmlType, BlockCodec> CODECS = new EnumMap<>(GgmlType.class);

    static {
        CODECS.put(GgmlType.F32, new F32());
        CODECS.put(GgmlType.F16, new F16());
        CODECS.put(GgmlType.BF16, new BF16());
        CODECS.put(GgmlType.Q4_0, new Q4_0());
        CODECS.put(GgmlType.Q4_1, new Q4_1());
        CODECS.put(GgmlType.Q5_0, new Q5_0());
        CODECS.put(GgmlType.Q5_1, new Q5_1());
        CODECS.put(GgmlType.Q8_0, new Q8_0());
        CODECS.put(GgmlType.Q2_K, new Q2_K());
        CODECS.put(GgmlType.Q3_K, new Q3_K());
        CODECS.put(GgmlType.Q4_K, new Q4_K());
        CODECS.put(GgmlType.Q5_K, new Q5_K());
        CODECS.put(GgmlType.Q6_K, new Q6_K());
        CODECS.put(GgmlType.IQ4_NL, new IQ4_NL());
        CODECS.put(GgmlType.IQ4_XS, new IQ4_XS());
        CODECS.put(GgmlType.Q8_0_V0, new Q8_0_V0());
        LegacyNibbles.all().forEach(format -> CODECS.put(format.type(), format));
    }

    private BlockCodecs() {}

    /** The types that have a codec. */
    public static Set<GgmlType> supported() {
        return Set.copyOf(CODECS.keySet());
    }

    public static boolean supports(GgmlType type) {
        return CODECS.containsKey(type);
    }

    /**
     * The codec of a type.
     *
     * @throws UnsupportedModelException if there is none
     */
    public static BlockCodec of(GgmlType type) {
        BlockCodec codec = CODECS.get(type);
        if (codec == null) {
            throw new UnsupportedModelException(
                    "tensors of type %s cannot be computed with; supported types: %s. Use a file with one of these"
                            .formatted(type, names(CODECS.keySet())));
        }
        return codec;
    }

    /**
     * The encoder of a type.
     *
     * @throws UnsupportedModelException if there is none
     */
    public static BlockEncoder encoder(GgmlType type) {
        @Nullable BlockCodec codec = CODECS.get(type);
        if (codec instanceof BlockEncoder encoder) {
            return encoder;
        }
        throw new UnsupportedModelException(
                "cannot write tensors of type %s; types that can be written: %s"
                        .formatted(
                                type,
                                CODECS.entrySet().stream()
                                        .filter(entry -> entry.getValue() instanceof BlockEncoder)
                                        .map(entry -> entry.getKey().name())
                                        .collect(Collectors.joining(", "))));
    }

    private static String names(Set<GgmlType> types) {
        return types.stream().map(Enum::name).collect(Collectors.joining(", "));
    }
}
