package dev.triglot.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.cli.io.Failure;
import dev.triglot.engine.ChatMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SavedConversationTest {
    @TempDir private Path folder;

    @Test
    void comesBackAsItWas() {
        Path file = folder.resolve("talk.json");
        SavedConversation saved =
                new SavedConversation(
                        "smollm2",
                        List.of(
                                new ChatMessage("system", "Be brief."),
                                new ChatMessage("user", "Was heißt 世界?\n\"quoted\"")));
        saved.write(file);
        assertThat(SavedConversation.read(file)).isEqualTo(saved);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"messages\":[null]}", "{\"messages\":[{}]}"})
    void anotherFileIsRefused(String json) throws IOException {
        Path file = Files.writeString(folder.resolve("other.json"), json);
        assertThatThrownBy(() -> SavedConversation.read(file))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("not a conversation saved with /save");
    }
}
