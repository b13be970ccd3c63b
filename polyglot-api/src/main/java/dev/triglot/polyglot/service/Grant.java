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
 * @param stateBytes of all saved sessions together
 * @param memoryBytes of all its models and sessions together
 * @param sessions open at the same time
 * @param contextLength of a session at most
 * @param maxTokens of a generation at most
 */
public record Grant(
        Map<String, Path> files,
        Map<String, LanguageModel> shared,
        @Nullable Path states,
        long stateBytes,
        long memoryBytes,
        int sessions,
        int contextLength,
        int maxTokens) {
    public Grant {
        files = Map.copyOf(files);
        shared = Map.copyOf(shared);
    }

    /**
     * A tenant's own folder among those of all.
     *
     * @throws TriglotError if the tenant's name is no bare name
     */
    public static Path folderOf(String tenant, Path all) {
        if (!BareName.matches(tenant)) {
            throw Failures.invalid(
                    Shown.quoted(tenant)
                            + " is no name of a tenant: letters, digits, points, hyphens and"
                            + " underscores make one");
        }
        return all.resolve(tenant);
    }
}
