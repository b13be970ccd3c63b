package dev.triglot.engine.sample;

import java.util.Arrays;

/**
 * Makes tokens of a recent window less likely: the repeat penalty of CTRL (Keskar et al. 2019,
 * arXiv:1909.05858) and presence and frequency penalties as OpenAI defines them.
 */
final class Penalties {
    private final SamplingOptions options;
    private final int[] counts;
    private int[] window = new int[64];
    private int size;
    private int oldest;

    Penalties(SamplingOptions options, int vocabSize) {
        this.options = options;
        this.counts = new int[vocabSize];
    }

    void accept(int id) {
        int limit = options.repeatLastN();
        if (limit > 0 && size == limit) {
            counts[window[oldest]]--;
            window[oldest] = id;
            oldest = (oldest + 1) % limit;
        } else {
            if (size == window.length) {
                window = Arrays.copyOf(window, 2 * size);
            }
            window[size++] = id;
        }
        counts[id]++;
    }

    /** Applies to all candidates, which are in the order of their ids. */
    void apply(Candidates candidates) {
        for (int i = 0; i < size; i++) {
            int id = window[i];
            int count = counts[id];
            if (count > 0) {
                // Once per token, however often it is in the window.
                counts[id] = -count;
                float logit = candidates.logits[id];
                logit =
                        logit > 0
                                ? logit / options.repeatPenalty()
                                : logit * options.repeatPenalty();
                candidates.logits[id] =
                        logit - options.presencePenalty() - count * options.frequencyPenalty();
            }
        }
        for (int i = 0; i < size; i++) {
            counts[window[i]] = Math.abs(counts[window[i]]);
        }
    }
}
