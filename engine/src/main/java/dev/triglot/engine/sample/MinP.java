package dev.triglot.engine.sample;

/**
 * Drops candidates that are less likely than p times the most likely one (Nguyen et al. 2024,
 * arXiv:2407.01082).
 */
final class MinP implements Sampler {
    private final double logP;

    MinP(float p) {
        logP = StrictMath.log(p);
    }

    @Override
    public void apply(Candidates candidates) {
        candidates.keepFrom(candidates.max() + logP);
    }
}
