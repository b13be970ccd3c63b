package dev.triglot.engine.sample;

import static dev.triglot.engine.sample.SamplingFixtures.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.triglot.engine.sample.SamplingFixtures.Options;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepetitionPenaltiesTest {
    @Test
    void dividesPositiveAndMultipliesNegativeLogits() {
        assertThat(penalized(PLAIN.penalties(2, -1, 0, 0), new float[] {4, -4, 0, 5}, 0, 1, 2, 0))
                .containsExactly(2, -8, 0, 5);
    }

    @Test
    void presenceCountsOnceAndFrequencyEachTime() {
        assertThat(penalized(PLAIN.penalties(1, -1, 0.5f, 0.25f), new float[] {4, 4, 4}, 0, 0, 1))
                .containsExactly(3, 3.25f, 4);
    }

    @Test
    void negativePenaltiesReward() {
        assertThat(penalized(PLAIN.penalties(0.5f, -1, -1, 0), new float[] {4, 4}, 0))
                .containsExactly(9, 4);
    }

    @Test
    void windowForgetsTheOldest() {
        assertThat(penalized(PLAIN.penalties(2, 2, 0, 0), new float[] {4, 4, 4}, 0, 1, 2))
                .containsExactly(4, 2, 2);
        assertThat(penalized(PLAIN.penalties(2, 0, 1, 1), new float[] {4, 4, 4}, 0, 1, 2))
                .containsExactly(4, 4, 4);
    }

    @Test
    void appliesToGreedyToo() {
        SamplerChain chain = PLAIN.temperature(0).penalties(3, 4, 0, 0).chain(3);
        float[] logits = {3, 2, 1.5f};
        List<Integer> tokens = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int id = chain.next(logits, 0);
            chain.accept(id);
            tokens.add(id);
        }
        assertThat(tokens).containsExactly(0, 1, 2, 0);
    }

    /** Against counting the last tokens anew each time. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 3, 64, 65, 200})
    void ringEqualsRecounting(int lastN) {
        Random random = new Random(lastN);
        int vocabSize = 20;
        Options options = PLAIN.penalties(1.5f, lastN, 0.25f, 0.125f);
        RepetitionPenalties penalties = new RepetitionPenalties(options.build(), vocabSize);
        Candidates candidates = new Candidates(vocabSize);
        List<Integer> tokens = new ArrayList<>();
        for (int step = 0; step < 500; step++) {
            int id = random.nextInt(vocabSize);
            tokens.add(id);
            penalties.accept(id);
            float[] logits = SamplingFixtures.logits(random, vocabSize);
            candidates.fill(logits, 0);
            float[] expected = candidates.logits.clone();
            int from = lastN < 0 ? 0 : Math.max(0, tokens.size() - lastN);
            List<Integer> window = tokens.subList(from, tokens.size());
            for (int i = 0; i < vocabSize; i++) {
                int count = Collections.frequency(window, i);
                if (count > 0) {
                    float scaled = expected[i] > 0 ? expected[i] / 1.5f : expected[i] * 1.5f;
                    expected[i] = scaled - 0.25f - count * 0.125f;
                }
            }
            penalties.apply(candidates);
            assertThat(candidates.logits).isEqualTo(expected);
        }
    }

    private static float[] penalized(Options options, float[] logits, int... accepted) {
        RepetitionPenalties penalties = new RepetitionPenalties(options.build(), logits.length);
        Candidates candidates = new Candidates(logits.length);
        candidates.fill(logits, 0);
        if (options.build().penalizes()) {
            for (int id : accepted) {
                penalties.accept(id);
            }
            penalties.apply(candidates);
        }
        return candidates.logits;
    }
}
