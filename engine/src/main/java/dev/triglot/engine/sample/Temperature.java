package dev.triglot.engine.sample;

/**
 * Divides logits: below 1 the likely candidates become likelier. The largest logit becomes 0, so
 * that nothing overflows; where all are impossible, they stay so.
 */
record Temperature(float temperature) implements Sampler {
    @Override
    public void apply(Candidates candidates) {
        float max = candidates.max();
        if (max == Float.NEGATIVE_INFINITY) {
            return;
        }
        for (int i = 0; i < candidates.size; i++) {
            float logit = candidates.logits[i];
            // Equal infinities have no difference.
            double scaled = logit == max ? 0 : ((double) logit - max) / temperature;
            candidates.logits[i] = (float) scaled;
        }
    }
}
