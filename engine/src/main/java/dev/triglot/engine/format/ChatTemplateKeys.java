package dev.triglot.engine.format;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The chat template in GGUF's metadata. A model with several has the default one under {@code
 * tokenizer.chat_template}, the names of the others in {@code tokenizer.chat_templates}, and each
 * of them under {@code tokenizer.chat_template.NAME}.
 */
final class ChatTemplateKeys {
    private static final String KEY = "tokenizer.chat_template";

    private ChatTemplateKeys() {}

    static @Nullable String read(Metadata metadata, List<String> warnings) {
        String template = metadata.text(KEY);
        if (template != null) {
            return template;
        }
        MetadataValue.Texts names = metadata.texts("tokenizer.chat_templates");
        if (names == null) {
            return null;
        }
        String first = null;
        for (int i = 0; i < names.size(); i++) {
            String name = names.text(i);
            String named = metadata.text(KEY + "." + name);
            if (named != null && name.equals("default")) {
                return named;
            }
            if (named != null && first == null) {
                first = named;
                warnings.add(
                        "none of the chat templates is the default; %s is taken"
                                .formatted(Quoted.quote(name)));
            }
        }
        return first;
    }
}
