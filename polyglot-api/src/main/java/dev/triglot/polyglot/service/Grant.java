package dev.triglot.polyglot.service;

import dev.triglot.engine.LanguageModel;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a sandboxed guest gets.
 *
 * @param files models that it may open for itself, by name
 * @param shared open models of the host, by name
 * @param states folder for saved sessions; null for none
 * @param memoryBytes of all its models and sessions together
 * @param sessions open at the same time
 * @param contextLength of a session at most
 * @param maxTokens of a generation at most
 */
public record Grant(
        Map<String, Path> files,
        Map<String, LanguageModel> shared,
        @Nullable Path states,
        long memoryBytes,
        int sessions,
        int contextLength,
        int maxTokens) {
    public Grant {
        files = Map.copyOf(files);
        shared = Map.copyOf(shared);
    }
}
