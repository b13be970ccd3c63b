package dev.triglot.polyglot.service;

import dev.triglot.engine.ChatMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** Arguments that are more than one type can say. */
final class GuestArguments {
    private GuestArguments() {}

    /** The text, or null where the argument is no text. */
    static @Nullable String asText(@Nullable Object argument) {
        if (argument instanceof String text) {
            return text;
        }
        Value value = Value.asValue(argument);
        return value.isString() ? value.asString() : null;
    }

    /** A text or a list of texts. */
    static List<String> texts(String what, @Nullable Object argument) {
        Object plain = GuestValues.plain(what, argument);
        if (plain instanceof String text) {
            return List.of(text);
        }
        if (!(plain instanceof List<?> list)) {
            throw Failures.invalid(
                    what + " must be a text or a list of texts, not " + Shown.value(plain));
        }
        List<String> texts = new ArrayList<>();
        for (Object element : list) {
            if (!(element instanceof String text)) {
                throw Failures.invalid(
                        what
                                + " must have texts only; element "
                                + texts.size()
                                + " is "
                                + Shown.value(element));
            }
            texts.add(text);
        }
        return texts;
    }

    /** Messages with everything that they carry. */
    static List<Map<String, @Nullable Object>> messages(@Nullable Object argument) {
        Object plain = GuestValues.plain("messages", argument);
        if (!(plain instanceof List<?> list)) {
            throw Failures.invalid("messages must be a list, not " + Shown.value(plain));
        }
        List<Map<String, @Nullable Object>> messages = new ArrayList<>();
        for (Object element : list) {
            if (!(element instanceof Map<?, ?> map) || !(map.get("role") instanceof String)) {
                throw Failures.invalid(
                        "message "
                                + messages.size()
                                + " must be an object with a role and a content");
            }
            Map<String, @Nullable Object> message = new LinkedHashMap<>();
            map.forEach((key, value) -> message.put((String) key, value));
            messages.add(message);
        }
        return messages;
    }

    /** Messages that are a role and a text. */
    static List<ChatMessage> turns(@Nullable Object argument) {
        List<ChatMessage> turns = new ArrayList<>();
        for (Map<String, @Nullable Object> message : messages(argument)) {
            if (!(message.get("content") instanceof String content)) {
                throw Failures.invalid("content of message " + turns.size() + " must be a text");
            }
            turns.add(new ChatMessage(String.valueOf(message.get("role")), content));
        }
        return turns;
    }
}
