package dev.triglot.engine;

/**
 * How long a generation took.
 *
 * @param promptTokens tokens of the prompt that were evaluated, without those reused from the KV
 *     cache
 * @param promptNanos time for them
 * @param predictedTokens tokens generated
 * @param predictedNanos time for them
 */
public record Timings(
        int promptTokens, long promptNanos, int predictedTokens, long predictedNanos) {
    /** 0 where nothing was evaluated. */
    public double promptPerSecond() {
        return perSecond(promptTokens, promptNanos);
    }

    /** 0 where nothing was generated. */
    public double predictedPerSecond() {
        return perSecond(predictedTokens, predictedNanos);
    }

    private static double perSecond(int tokens, long nanos) {
        return nanos == 0 ? 0 : tokens * 1e9 / nanos;
    }
}
