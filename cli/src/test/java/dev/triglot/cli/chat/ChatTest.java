package dev.triglot.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triglot.cli.command.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatTest {
    @TempDir private Path folder;

    private static CommandRun chat(String... lines) {
        return CommandRun.withInput(
                String.join("\n", lines) + "\n",
                "chat",
                "-m",
                CommandRun.MODEL,
                "-n",
                "4",
                "--temp",
                "0",
                "-c",
                "128");
    }

    @Test
    void answersFromAPipe() {
        CommandRun run = chat("hello", "", "/stats");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isNotBlank();
        assertThat(run.err()).contains("of 128 tokens");
    }

    @Test
    void helpListsEveryCommand() {
        assertThat(chat("/help").out()).contains(SlashCommand.names());
    }

    @Test
    void exitEndsAtOnce() {
        assertThat(chat("/exit", "/help").out()).isEmpty();
    }

    @Test
    void anUnknownCommandIsNoMessage() {
        CommandRun run = chat("/frobnicate");
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("/frobnicate", "/help");
    }

    @Test
    void savesAndLoads() throws Exception {
        Path file = folder.resolve("talk.json");
        chat("/system Be brief.", "hello\\", "there", "/save " + file);
        assertThat(Files.readString(file))
                .contains("Be brief.", "hello\\nthere", "assistant", "system");
        CommandRun run = chat("/load " + file, "/system", "/regen");
        assertThat(run.err()).contains("3 messages", "Be brief.");
        assertThat(run.out()).isNotBlank();
    }

    @Test
    void regenerationNeedsAnAnswer() {
        assertThat(chat("/regen").err()).contains("no answer yet");
        assertThat(chat("hello", "/reset", "/regen").err()).contains("no answer yet");
    }

    @Test
    void aFullContextForgetsTheOldestAndGoesOn() {
        String message = "one two three four five six seven eight nine ten";
        CommandRun run = chat(message, message, message, message, message, message, message);
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("context is full");
    }

    @Test
    void aMessageThatNeverFitsIsRefusedAndTheConversationGoesOn() {
        CommandRun run = chat("word ".repeat(500), "hello");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("128");
        assertThat(run.out()).isNotBlank();
    }
}
