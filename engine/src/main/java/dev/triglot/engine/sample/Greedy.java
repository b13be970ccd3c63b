package dev.triglot.engine.sample;

/** Chooses the most likely candidate. */
final class Greedy {
    private Greedy() {}

    /** The lower id on ties. */
    static int choose(Candidates candidates) {
        return candidates.ids[candidates.largest()];
    }
}
