package dev.triglot.engine.sample;

/** Draws a candidate by its probability. */
final class Draw {
    private final RandomSource random;

    Draw(RandomSource random) {
        this.random = random;
    }

    /** Where every token is impossible, the one with the lowest id. */
    int choose(Candidates candidates) {
        double target = random.next() * candidates.weigh();
        if (candidates.max() == Float.NEGATIVE_INFINITY) {
            return Greedy.choose(candidates);
        }
        double sum = 0;
        int last = 0;
        for (int i = 0; i < candidates.size; i++) {
            double weight = candidates.weight(i);
            if (weight > 0) {
                sum += weight;
                last = i;
                if (target < sum) {
                    break;
                }
            }
        }
        return candidates.ids[last];
    }
}
