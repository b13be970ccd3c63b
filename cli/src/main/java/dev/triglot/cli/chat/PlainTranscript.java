package dev.triglot.cli.chat;

import dev.triglot.engine.ChatMessage;
import java.util.List;

/** A conversation as plain text, for models without a chat template. */
final class PlainTranscript {
    /** Where such a model begins to speak for the user. */
    static final String STOP = "\nUser:";

    private PlainTranscript() {}

    static String render(List<ChatMessage> messages) {
        StringBuilder text = new StringBuilder();
        for (ChatMessage message : messages) {
            switch (message.role()) {
                case "system" -> text.append(message.content()).append("\n\n");
                case "user" -> text.append("User: ").append(message.content()).append('\n');
                default -> text.append("Assistant: ").append(message.content()).append('\n');
            }
        }
        return text.append("Assistant:").toString();
    }
}
