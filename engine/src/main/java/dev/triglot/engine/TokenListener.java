package dev.triglot.engine;

/**
 * Hears of every token of a generation, on the generating thread. Returning false ends it without
 * an error.
 */
public interface TokenListener {
    /** Hears nothing and never stops. */
    TokenListener NONE = new TokenListener() {};

    /**
     * A token of the prompt has been ingested.
     *
     * @param cached true where it was already in the KV cache
     */
    default boolean onPromptToken(int id, boolean cached) {
        return true;
    }

    /**
     * A token has been generated.
     *
     * @param text the text that became certain with it: whole characters only, without what may be
     *     the beginning of a stop string; often empty. All texts together are the result's text
     */
    default boolean onToken(int id, String text) {
        return true;
    }

    /**
     * The generation has ended. Not called when a listener or the engine threw.
     *
     * @param rest text that was held back because it might have begun a stop string, or a broken
     *     character; often empty
     */
    default void onEnd(String rest) {}
}
