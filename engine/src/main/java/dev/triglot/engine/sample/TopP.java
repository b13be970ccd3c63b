package dev.triglot.engine.sample;

/**
 * Keeps the smallest set of most likely candidates whose probabilities reach p (nucleus sampling:
 * Holtzman et al. 2019, arXiv:1904.09751).
 */
record TopP(float p) implements Sampler {
    /** So many candidates are ranked first, then four times as many, until they suffice. */
    private static final int FIRST_RANKED = 256;

    @Override
    public void apply(Candidates candidates) {
        double total = candidates.weigh();
        double sum = 0;
        int next = 0;
        for (long ranked = FIRST_RANKED; next < candidates.size; ranked *= 4) {
            int n = (int) Math.min(ranked, candidates.size);
            candidates.rankFirst(n);
            for (; next < n; next++) {
                sum += candidates.weight(next);
                if (sum >= p * total) {
                    candidates.size = next + 1;
                    return;
                }
            }
        }
    }
}
