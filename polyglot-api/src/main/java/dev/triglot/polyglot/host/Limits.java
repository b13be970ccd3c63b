package dev.triglot.polyglot.host;

import java.time.Duration;

/**
 * What one sandboxed guest may use at most.
 *
 * @param memoryBytes weights that it opens itself, and contexts of its sessions, together
 * @param heapBytes what its scripts keep in the Java heap and in arrays of numbers; an estimate,
 *     see docs/polyglot.md
 * @param stateBytes its saved sessions together
 * @param sessions open at the same time
 * @param contextLength tokens of a session
 * @param maxTokens tokens of one generation
 * @param time of one {@link Guest#eval}; afterwards the guest is closed
 * @param statements of JavaScript in a context; 0 for no limit. Python has none
 */
public record Limits(
        long memoryBytes,
        long heapBytes,
        long stateBytes,
        int sessions,
        int contextLength,
        int maxTokens,
        Duration time,
        long statements) {
    /**
     * 1 GiB for models and sessions, 512 MiB of heap, 1 GiB of saved sessions, 4 sessions of 4096
     * tokens, 4096 tokens at once, 30 seconds, no limit of statements.
     */
    public static final Limits DEFAULT =
            new Limits(1L << 30, 512L << 20, 1L << 30, 4, 4096, 4096, Duration.ofSeconds(30), 0);

    public Limits withMemoryBytes(long value) {
        return with(value, heapBytes, stateBytes, time);
    }

    public Limits withHeapBytes(long value) {
        return with(memoryBytes, value, stateBytes, time);
    }

    public Limits withStateBytes(long value) {
        return with(memoryBytes, heapBytes, value, time);
    }

    public Limits withTime(Duration value) {
        return with(memoryBytes, heapBytes, stateBytes, value);
    }

    private Limits with(long memory, long heap, long states, Duration duration) {
        return new Limits(
                memory, heap, states, sessions, contextLength, maxTokens, duration, statements);
    }

    public Limits withSessions(int value) {
        return with(value, contextLength, maxTokens, statements);
    }

    public Limits withContextLength(int value) {
        return with(sessions, value, maxTokens, statements);
    }

    public Limits withMaxTokens(int value) {
        return with(sessions, contextLength, value, statements);
    }

    public Limits withStatements(long value) {
        return with(sessions, contextLength, maxTokens, value);
    }

    private Limits with(int count, int context, int tokens, long ofJavaScript) {
        return new Limits(
                memoryBytes, heapBytes, stateBytes, count, context, tokens, time, ofJavaScript);
    }
}
