package dev.triglot.engine.format;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The one table of architectures that can be run. */
final class GgufArchitectures {
    private static final List<GgufArchitecture> ALL =
            List.of(new LlamaKeys(), new GptJKeys(), new MptKeys());

    private GgufArchitectures() {}

    /** The architecture with GGUF's name for it, or null. */
    static @Nullable GgufArchitecture byLabel(String label) {
        for (GgufArchitecture architecture : ALL) {
            if (architecture.label().equals(label)) {
                return architecture;
            }
        }
        return null;
    }

    /** All names, for messages. */
    static String labels() {
        return ALL.stream().map(GgufArchitecture::label).collect(Collectors.joining(", "));
    }
}
