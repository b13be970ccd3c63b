package dev.triglot.engine.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The chat template of a checkpoint: chat_template.jinja, or in tokenizer_config.json, where there
 * may be several with names.
 */
final class ChatTemplateFiles {
    private ChatTemplateFiles() {}

    static @Nullable String read(Path folder, JsonNode tokenizerConfig, List<String> warnings) {
        Path file = folder.resolve("chat_template.jinja");
        if (Files.exists(file)) {
            return new String(CheckpointJson.read(file), UTF_8);
        }
        JsonNode template = tokenizerConfig.path("chat_template");
        if (!template.isArray()) {
            return template.asStringOpt().orElse(null);
        }
        String first = null;
        for (JsonNode entry : template) {
            String name = entry.path("name").asStringOpt().orElse("");
            String text = entry.path("template").asStringOpt().orElse(null);
            if (text != null && name.equals("default")) {
                return text;
            }
            if (text != null && first == null) {
                first = text;
                warnings.add(
                        "none of the chat templates may be the default; %s is taken"
                                .formatted(Quoted.quote(name)));
            }
        }
        return first;
    }
}
