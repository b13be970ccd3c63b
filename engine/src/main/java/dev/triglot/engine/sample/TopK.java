package dev.triglot.engine.sample;

/** Keeps the k candidates with the largest logits. */
record TopK(int k) implements Sampler {
    @Override
    public void apply(Candidates candidates) {
        if (k < candidates.size) {
            candidates.rankFirst(k);
            candidates.size = k;
        }
    }
}
