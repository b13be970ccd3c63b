package dev.triglot.engine.sample;

import dev.triglot.engine.error.InvalidArgumentException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How tokens are chosen; out of range is an {@link InvalidArgumentException}.
 *
 * @param temperature 0 or more; 0 is greedy
 * @param topK 0 or more; 0 keeps all
 * @param topP above 0, at most 1
 * @param minP 0 to 1
 * @param repeatPenalty above 0; 1 is none
 * @param repeatLastN window of the penalties: -1 the whole context, 0 none
 * @param presencePenalty any finite number
 * @param frequencyPenalty any finite number
 * @param logitBias added to logits by id; negative infinity bans
 * @param seed null draws one
 */
public record SamplingOptions(
        float temperature,
        int topK,
        float topP,
        float minP,
        float repeatPenalty,
        int repeatLastN,
        float presencePenalty,
        float frequencyPenalty,
        Map<Integer, Float> logitBias,
        @Nullable Long seed) {
    public SamplingOptions {
        logitBias = Map.copyOf(logitBias);
        require(
                temperature >= 0 && temperature < Float.POSITIVE_INFINITY,
                "temperature",
                temperature,
                "0 or more");
        require(topK >= 0, "topK", topK, "0 or more");
        require(topP > 0 && topP <= 1, "topP", topP, "above 0 and at most 1");
        require(minP >= 0 && minP <= 1, "minP", minP, "0 to 1");
        require(
                repeatPenalty > 0 && repeatPenalty < Float.POSITIVE_INFINITY,
                "repeatPenalty",
                repeatPenalty,
                "above 0");
        require(repeatLastN >= -1, "repeatLastN", repeatLastN, "-1 or more");
        require(
                Float.isFinite(presencePenalty),
                "presencePenalty",
                presencePenalty,
                "a finite number");
        require(
                Float.isFinite(frequencyPenalty),
                "frequencyPenalty",
                frequencyPenalty,
                "a finite number");
        for (Map.Entry<Integer, Float> bias : logitBias.entrySet()) {
            require(
                    !bias.getValue().isNaN() && bias.getValue() < Float.POSITIVE_INFINITY,
                    "logitBias of token " + bias.getKey(),
                    bias.getValue(),
                    "finite or negative infinity");
        }
    }

    private static void require(boolean holds, String name, Number value, String range) {
        if (!holds) {
            throw new InvalidArgumentException(name + " is " + value + ": it must be " + range);
        }
    }

    boolean penalizes() {
        return repeatLastN != 0
                && (repeatPenalty != 1 || presencePenalty != 0 || frequencyPenalty != 0);
    }
}
