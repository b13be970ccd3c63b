package dev.triglot.engine.sample;

import java.util.Arrays;

/**
 * Makes tokens of a recent window less likely: the repeat penalty of CTRL (Keskar et al. 2019,
 * arXiv:1909.05858), and presence and frequency penalties as OpenAI's interface defines them.
 */
final class RepetitionPenalties implements Sampler {
    private static final int FIRST_CAPACITY = 64;

    private final float repeat;
    private final float presence;
    private final float frequency;

    /** -1 where there is none. */
    private final int limit;

    /** How often the window holds a token, by id. */
    private final int[] counts;

    /** A ring once it has reached its limit. */
    private int[] window = new int[FIRST_CAPACITY];

    private int size;
    private int oldest;

    RepetitionPenalties(SamplingOptions options, int vocabSize) {
        repeat = options.repeatPenalty();
        presence = options.presencePenalty();
        frequency = options.frequencyPenalty();
        limit = options.repeatLastN();
        counts = new int[vocabSize];
    }

    void accept(int id) {
        if (size == limit) {
            counts[window[oldest]]--;
            window[oldest] = id;
            oldest = oldest + 1 == limit ? 0 : oldest + 1;
        } else {
            if (size == window.length) {
                window = Arrays.copyOf(window, 2 * size);
            }
            window[size++] = id;
        }
        counts[id]++;
    }

    void clear() {
        for (int i = 0; i < size; i++) {
            counts[window[i]] = 0;
        }
        size = 0;
        oldest = 0;
    }

    /** The candidates are in the order of their ids. */
    @Override
    public void apply(Candidates candidates) {
        for (int i = 0; i < size; i++) {
            int id = window[i];
            int count = counts[id];
            if (count > 0) {
                // Negative: this token has had its penalty, however often the window holds it.
                counts[id] = -count;
                float logit = candidates.logits[id];
                float scaled = logit > 0 ? logit / repeat : logit * repeat;
                candidates.setLogit(id, scaled - presence - count * frequency);
            }
        }
        for (int i = 0; i < size; i++) {
            counts[window[i]] = Math.abs(counts[window[i]]);
        }
    }
}
