package dev.triglot.polyglot.host;

import java.time.Duration;

/**
 * What one sandboxed guest may use at most. Each holds for what goes through Triglot; the heap of
 * the guest's own language cannot be capped in the community edition of GraalVM, see
 * docs/polyglot.md.
 *
 * @param memoryBytes weights that it opens itself, and contexts of its sessions, together
 * @param sessions open at the same time
 * @param contextLength tokens of a session
 * @param maxTokens tokens of one generation
 * @param time of one {@link Guest#eval}; afterwards the guest is closed
 * @param statements of JavaScript in a context; 0 for no limit. Python has none
 */
public record Limits(
        long memoryBytes,
        int sessions,
        int contextLength,
        int maxTokens,
        Duration time,
        long statements) {
    /**
     * 1 GiB, 4 sessions of 4096 tokens, 4096 tokens at once, 30 seconds, no limit of statements.
     */
    public static final Limits DEFAULT =
            new Limits(1L << 30, 4, 4096, 4096, Duration.ofSeconds(30), 0);

    public Limits withMemoryBytes(long bytes) {
        return new Limits(bytes, sessions, contextLength, maxTokens, time, statements);
    }

    public Limits withSessions(int count) {
        return new Limits(memoryBytes, count, contextLength, maxTokens, time, statements);
    }

    public Limits withContextLength(int tokens) {
        return new Limits(memoryBytes, sessions, tokens, maxTokens, time, statements);
    }

    public Limits withMaxTokens(int tokens) {
        return new Limits(memoryBytes, sessions, contextLength, tokens, time, statements);
    }

    public Limits withTime(Duration duration) {
        return new Limits(memoryBytes, sessions, contextLength, maxTokens, duration, statements);
    }

    public Limits withStatements(long count) {
        return new Limits(memoryBytes, sessions, contextLength, maxTokens, time, count);
    }
}
