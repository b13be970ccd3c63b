package dev.triglot.engine.sample;

import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Options with one thing changed, and logits. */
final class SamplingFixtures {
    /** Draws from all tokens as they are. */
    static final Options PLAIN = new Options(1, 0, 1, 0, 1, 0, 0, 0, Map.of(), 1L);

    private SamplingFixtures() {}

    record Options(
            float temperature,
            int topK,
            float topP,
            float minP,
            float repeatPenalty,
            int repeatLastN,
            float presence,
            float frequency,
            Map<Integer, Float> bias,
            @Nullable Long seed) {
        Options temperature(float value) {
            return with(value, topK, topP, minP, bias, seed);
        }

        Options topK(int value) {
            return with(temperature, value, topP, minP, bias, seed);
        }

        Options topP(float value) {
            return with(temperature, topK, value, minP, bias, seed);
        }

        Options minP(float value) {
            return with(temperature, topK, topP, value, bias, seed);
        }

        Options bias(Map<Integer, Float> value) {
            return with(temperature, topK, topP, minP, value, seed);
        }

        Options seed(@Nullable Long value) {
            return with(temperature, topK, topP, minP, bias, value);
        }

        Options penalties(float repeat, int lastN, float presence, float frequency) {
            return new Options(
                    temperature, topK, topP, minP, repeat, lastN, presence, frequency, bias, seed);
        }

        private Options with(
                float temperature,
                int topK,
                float topP,
                float minP,
                Map<Integer, Float> bias,
                @Nullable Long seed) {
            return new Options(
                    temperature,
                    topK,
                    topP,
                    minP,
                    repeatPenalty,
                    repeatLastN,
                    presence,
                    frequency,
                    bias,
                    seed);
        }

        SamplingOptions build() {
            return new SamplingOptions(
                    temperature,
                    topK,
                    topP,
                    minP,
                    repeatPenalty,
                    repeatLastN,
                    presence,
                    frequency,
                    bias,
                    seed);
        }

        SamplerChain chain(int vocabSize) {
            return new SamplerChain(build(), vocabSize);
        }
    }

    /** Logits as of a model: most are small, some equal, now and then an impossible token. */
    static float[] logits(Random random, int size) {
        float[] logits = new float[size];
        for (int i = 0; i < size; i++) {
            logits[i] = (float) (random.nextGaussian() * 4);
            switch (random.nextInt(20)) {
                case 0 -> logits[i] = Math.round(logits[i]);
                case 1 -> logits[i] = Float.NEGATIVE_INFINITY;
                case 2 -> logits[i] = Float.NaN;
                default -> {}
            }
        }
        return logits;
    }
}
