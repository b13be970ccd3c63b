package dev.triglot.cli.chat;

import dev.triglot.cli.io.Failure;
import dev.triglot.cli.io.Json;
import dev.triglot.engine.ChatMessage;
import java.nio.file.Path;
import java.util.List;

/**
 * A conversation in a file, as JSON.
 *
 * @param model the name it was held with
 * @param messages in order, the system message first if there is one
 */
record SavedConversation(String model, List<ChatMessage> messages) {
    void write(Path file) {
        Json.write(file, this);
    }

    static SavedConversation read(Path file) {
        SavedConversation saved =
                Json.read(file, SavedConversation.class, "a conversation saved with /save");
        if (saved.messages == null
                || saved.messages.stream()
                        .anyMatch(m -> m == null || m.role() == null || m.content() == null)) {
            throw Failure.failed(file + ": not a conversation saved with /save", null);
        }
        return saved;
    }
}
