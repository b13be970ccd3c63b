package dev.triglot.engine.format;

import java.util.List;

/** The architectures of files from before GGUF. */
enum LegacyModel {
    LLAMA("llama", LegacyNames.LLAMA, TensorRules.LLAMA),
    GPTJ("gptj", LegacyNames.GPTJ, TensorRules.GPTJ),
    MPT("mpt", LegacyNames.MPT, TensorRules.MPT);

    private final String label;
    private final TensorNames names;
    private final List<TensorRule> rules;

    LegacyModel(String label, TensorNames names, List<TensorRule> rules) {
        this.label = label;
        this.names = names;
        this.rules = rules;
    }

    String label() {
        return label;
    }

    TensorNames names() {
        return names;
    }

    List<TensorRule> rules() {
        return rules;
    }
}
