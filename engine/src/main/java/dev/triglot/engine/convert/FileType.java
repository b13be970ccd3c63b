package dev.triglot.engine.convert;

import dev.triglot.engine.tensor.GgmlType;

/** GGUF's numbers of {@code general.file_type}: what most matrices are. */
final class FileType {
    private FileType() {}

    static int of(GgmlType type) {
        return switch (type) {
            case F32 -> 0;
            case F16 -> 1;
            case Q4_0 -> 2;
            case Q4_1 -> 3;
            case Q8_0 -> 7;
            case Q5_0 -> 8;
            case Q5_1 -> 9;
            case Q2_K -> 10;
            case Q3_K -> 12;
            case Q4_K -> 15;
            case Q5_K -> 17;
            case Q6_K -> 18;
            case IQ4_NL -> 25;
            case IQ4_XS -> 30;
            case BF16 -> 32;
            default -> 1024; // "guessed" by readers
        };
    }
}
