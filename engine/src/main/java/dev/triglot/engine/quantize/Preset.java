package dev.triglot.engine.quantize;

import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.error.NearestNames;
import dev.triglot.engine.tensor.GgmlType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a whole model can be quantized to: a type for most matrices, and better ones for those whose
 * errors harm most. The mixtures are those of llama.cpp's presets of the same names.
 */
public enum Preset {
    F32(0, GgmlType.F32),
    F16(1, GgmlType.F16),
    BF16(32, GgmlType.BF16),
    Q8_0(7, GgmlType.Q8_0),
    Q4_0(2, GgmlType.Q4_0),
    Q4_1(3, GgmlType.Q4_1),
    Q5_0(8, GgmlType.Q5_0),
    Q5_1(9, GgmlType.Q5_1),
    Q2_K(10, GgmlType.Q2_K),
    Q3_K_S(11, GgmlType.Q3_K),
    Q3_K_M(12, GgmlType.Q3_K),
    Q3_K_L(13, GgmlType.Q3_K),
    Q4_K_S(14, GgmlType.Q4_K),
    Q4_K_M(15, GgmlType.Q4_K),
    Q5_K_S(16, GgmlType.Q5_K),
    Q5_K_M(17, GgmlType.Q5_K),
    Q6_K(18, GgmlType.Q6_K),
    IQ4_NL(25, GgmlType.IQ4_NL),
    IQ4_XS(30, GgmlType.IQ4_XS);

    private final int fileType;
    private final GgmlType base;

    Preset(int fileType, GgmlType base) {
        this.fileType = fileType;
        this.base = base;
    }

    /** The number of GGUF's key {@code general.file_type}. */
    public int fileType() {
        return fileType;
    }

    /** The type of most matrices. */
    public GgmlType base() {
        return base;
    }

    /** Whether matrices are rounded to blocks. */
    boolean isQuantized() {
        return base.blockSize() > 1;
    }

    /**
     * The preset of this name, in any case; Q3_K, Q4_K and Q5_K mean their medium mixtures.
     *
     * @throws InvalidArgumentException if there is none
     */
    public static Preset parse(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        String full =
                switch (upper) {
                    case "Q3_K", "Q4_K", "Q5_K" -> upper + "_M";
                    default -> upper;
                };
        return Arrays.stream(values())
                .filter(preset -> preset.name().equals(full))
                .findFirst()
                .orElseThrow(() ->
                        new InvalidArgumentException(
                                "type %s is not known.%s These are: %s"
                                        .formatted(
                                                name,
                                                NearestNames.suggestion(full, list()),
                                                names())));
    }

    /** All names, separated by commas. */
    public static String names() {
        return String.join(", ", list());
    }

    private static List<String> list() {
        return Arrays.stream(values()).map(Enum::name).toList();
    }
}
