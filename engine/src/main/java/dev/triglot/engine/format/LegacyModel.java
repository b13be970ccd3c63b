package dev.triglot.engine.format;

import java.util.List;

/** The architectures of files from before GGUF. */
enum LegacyModel {
    LLAMA("llama"),
    GPTJ("gptj"),
    MPT("mpt");

    private final String label;

    LegacyModel(String label) {
        this.label = label;
    }

    /** As in GGUF's {@code general.architecture}. */
    String label() {
        return label;
    }

    TensorNames names() {
        return switch (this) {
            case LLAMA -> LegacyNames.LLAMA;
            case GPTJ -> LegacyNames.GPTJ;
            case MPT -> LegacyNames.MPT;
        };
    }

    List<TensorRule> rules() {
        return switch (this) {
            case LLAMA -> TensorRules.LLAMA;
            case GPTJ -> TensorRules.GPTJ;
            case MPT -> TensorRules.MPT;
        };
    }
}
