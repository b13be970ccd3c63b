package dev.triglot.engine;

import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.sample.SamplingOptions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to generate. Made by {@link #builder()}; values out of range are an {@link
 * InvalidArgumentException}.
 *
 * @param maxTokens tokens to generate at most; 0 ingests the prompt only
 * @param temperature 0 for greedy; else logits are divided by it
 * @param topK keep the k most likely tokens; 0 for all
 * @param topP keep the most likely tokens whose probabilities sum to this; 1 for all
 * @param minP drop tokens less likely than this times the most likely one; 0 for none
 * @param repeatPenalty logits of tokens in the window are divided (if positive) or multiplied by
 *     this; 1 for none
 * @param repeatLastN window of the penalties in tokens; -1 for the whole context, 0 for none
 * @param presencePenalty subtracted from the logit of every token in the window
 * @param frequencyPenalty subtracted once per occurrence in the window
 * @param logitBias added to the logits of these ids before anything else; negative infinity bans a
 *     token
 * @param seed reproduces a generation; null draws a new one
 * @param stop strings that end the generation and are not part of the text
 * @param draftLength tokens that are guessed and evaluated together, up to {@value
 *     #MAX_DRAFT_LENGTH}, with the same result; from the text so far, which is faster where a text
 *     repeats what stands in it (summaries, code), or by the session's draft model; 0 for none
 */
public record GenerationOptions(
        int maxTokens,
        float temperature,
        int topK,
        float topP,
        float minP,
        float repeatPenalty,
        int repeatLastN,
        float presencePenalty,
        float frequencyPenalty,
        Map<Integer, Float> logitBias,
        @Nullable Long seed,
        List<String> stop,
        int draftLength) {
    /** More are seldom right to their end. */
    public static final int MAX_DRAFT_LENGTH = 6;

    /**
     * What llama.cpp and GPT4All users know: temperature 0.8, top-k 40, top-p 0.95, min-p 0.05, 256
     * tokens.
     */
    public static final GenerationOptions DEFAULT = builder().build();

    public GenerationOptions {
        logitBias = Map.copyOf(logitBias);
        stop = List.copyOf(stop);
        if (maxTokens < 0) {
            throw new InvalidArgumentException(
                    "maxTokens is " + maxTokens + ": it must be 0 or more");
        }
        if (draftLength < 0 || draftLength > MAX_DRAFT_LENGTH) {
            throw new InvalidArgumentException(
                    "draftLength is " + draftLength + ": it must be 0 to " + MAX_DRAFT_LENGTH);
        }
        if (stop.stream().anyMatch(String::isEmpty)) {
            throw new InvalidArgumentException("stop has an empty string: remove it");
        }
        // The samplers know their ranges; asking here tells the caller before anything is loaded.
        SamplingOptions ignored =
                new SamplingOptions(
                        temperature,
                        topK,
                        topP,
                        minP,
                        repeatPenalty,
                        repeatLastN,
                        presencePenalty,
                        frequencyPenalty,
                        logitBias,
                        seed);
    }

    SamplingOptions sampling() {
        return new SamplingOptions(
                temperature,
                topK,
                topP,
                minP,
                repeatPenalty,
                repeatLastN,
                presencePenalty,
                frequencyPenalty,
                logitBias,
                seed);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Collects what differs from the defaults. */
    public static final class Builder {
        private int maxTokens = 256;
        private float temperature = 0.8f;
        private int topK = 40;
        private float topP = 0.95f;
        private float minP = 0.05f;
        private float repeatPenalty = 1;
        private int repeatLastN = 64;
        private float presencePenalty;
        private float frequencyPenalty;
        private Map<Integer, Float> logitBias = Map.of();
        private @Nullable Long seed;
        private List<String> stop = List.of();
        private int draftLength;

        private Builder() {}

        public Builder maxTokens(int value) {
            maxTokens = value;
            return this;
        }

        public Builder temperature(float value) {
            temperature = value;
            return this;
        }

        public Builder topK(int value) {
            topK = value;
            return this;
        }

        public Builder topP(float value) {
            topP = value;
            return this;
        }

        public Builder minP(float value) {
            minP = value;
            return this;
        }

        public Builder repeatPenalty(float value) {
            repeatPenalty = value;
            return this;
        }

        public Builder repeatLastN(int value) {
            repeatLastN = value;
            return this;
        }

        public Builder presencePenalty(float value) {
            presencePenalty = value;
            return this;
        }

        public Builder frequencyPenalty(float value) {
            frequencyPenalty = value;
            return this;
        }

        public Builder logitBias(Map<Integer, Float> value) {
            logitBias = value;
            return this;
        }

        public Builder seed(@Nullable Long value) {
            seed = value;
            return this;
        }

        public Builder stop(List<String> value) {
            stop = value;
            return this;
        }

        public Builder draftLength(int value) {
            draftLength = value;
            return this;
        }

        public GenerationOptions build() {
            return new GenerationOptions(
                    maxTokens,
                    temperature,
                    topK,
                    topP,
                    minP,
                    repeatPenalty,
                    repeatLastN,
                    presencePenalty,
                    frequencyPenalty,
                    logitBias,
                    seed,
                    stop,
                    draftLength);
        }
    }
}
