package dev.triglot.engine.sample;

/** One step from logits to a token: changes logits, or drops candidates. */
interface Sampler {
    void apply(Candidates candidates);
}
