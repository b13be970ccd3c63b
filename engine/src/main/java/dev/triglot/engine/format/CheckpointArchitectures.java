package dev.triglot.engine.format;

import java.util.List;
import java.util.stream.Collectors;

/** The one table of checkpoints that can be read. */
final class CheckpointArchitectures {
    private static final List<CheckpointArchitecture> ALL =
            List.of(new LlamaConfig(), new GptJConfig(), new MptConfig());

    private CheckpointArchitectures() {}

    static List<CheckpointArchitecture> all() {
        return ALL;
    }

    /**
     * The architecture of a config.json.
     *
     * @throws dev.triglot.engine.error.UnsupportedModelException if there is none
     */
    static CheckpointArchitecture of(Metadata config) {
        String key = "model_type";
        String type = config.text(key);
        if (type == null) {
            throw config.error(key, "is missing: the file does not say what its model is");
        }
        for (CheckpointArchitecture architecture : ALL) {
            if (architecture.modelTypes().contains(type)) {
                return architecture;
            }
        }
        throw config.unsupported(
                key,
                "%s models cannot be run; %s can"
                        .formatted(
                                Quoted.quote(type),
                                ALL.stream()
                                        .flatMap(a -> a.modelTypes().stream())
                                        .collect(Collectors.joining(", "))));
    }
}
