package dev.triglot.polyglot.v1;

import org.graalvm.polyglot.HostAccess;
import org.jspecify.annotations.Nullable;

/**
 * Hears of a generation, in the calling thread. A guest passes a function (it is {@link #onToken})
 * or an object with these methods. What they throw ends the generation and reaches the caller.
 */
@FunctionalInterface
@HostAccess.Implementable
public interface TokenCallback {
    /**
     * A token has been generated.
     *
     * @param id -1 for text that was held back until the end
     * @param text what became certain with it; often empty
     * @return false ends the generation; anything else goes on
     */
    @Nullable Object onToken(int id, String text);

    /**
     * A token of the prompt has been ingested.
     *
     * @param cached true where the context already held it
     * @return false ends the generation; anything else goes on
     */
    default @Nullable Object onPromptToken(int id, boolean cached) {
        return null;
    }
}
