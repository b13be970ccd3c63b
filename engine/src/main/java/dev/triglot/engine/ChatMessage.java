package dev.triglot.engine;

/**
 * One turn of a conversation.
 *
 * @param role {@code system}, {@code user} or {@code assistant}; a template may know others
 * @param content the text
 */
public record ChatMessage(String role, String content) {}
