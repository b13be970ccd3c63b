package dev.triglot.engine.format;

import dev.triglot.engine.tensor.GgmlType;
import org.jspecify.annotations.Nullable;

/**
 * ggml's quantization versions: what the numbers of tensor types mean in files from before GGUF,
 * which kept its numbers for new layouts.
 */
enum BlockVersion {
    /** Until 12 May 2023: neighbours share a byte, scales are f32. */
    V0(0),
    /** Until 19 May 2023: halves of a block share a byte, scales are f32. */
    V1(1),
    /** Scales are f16; as in GGUF. */
    V2(2);

    private final int number;

    BlockVersion(int number) {
        this.number = number;
    }

    /** As files state it. */
    int number() {
        return number;
    }

    /** The version of a number, or null where there is none. */
    static @Nullable BlockVersion of(int number) {
        for (BlockVersion version : values()) {
            if (version.number == number) {
                return version;
            }
        }
        return null;
    }

    /** The type with this number, or null where the version has none. */
    @Nullable GgmlType type(int id) {
        return switch (this) {
            case V0 -> version0(id);
            case V1 -> version1(id);
            case V2 -> id <= GgmlType.Q6_K.id() ? GgmlType.byId(id) : null;
        };
    }

    private static @Nullable GgmlType version0(int id) {
        return switch (id) {
            case 0 -> GgmlType.F32;
            case 1 -> GgmlType.F16;
            case 2 -> GgmlType.Q4_0_V0;
            case 3 -> GgmlType.Q4_1_V0;
            case 4 -> GgmlType.Q4_2;
            case 5 -> GgmlType.Q4_3;
            case 6 -> GgmlType.Q5_0_V0;
            case 7 -> GgmlType.Q5_1_V0;
            case 8 -> GgmlType.Q8_0_V0;
            default -> null;
        };
    }

    private static @Nullable GgmlType version1(int id) {
        return switch (id) {
            case 0 -> GgmlType.F32;
            case 1 -> GgmlType.F16;
            case 2 -> GgmlType.Q4_0_V1;
            case 3 -> GgmlType.Q4_1_V1;
            case 6 -> GgmlType.Q5_0;
            case 7 -> GgmlType.Q5_1;
            case 8 -> GgmlType.Q8_0_V0;
            default -> null;
        };
    }
}
