package dev.triglot.engine.sample;

/**
 * The tokens that may still be chosen, with their logits, no NaN among them. Allocated once and
 * reused for every token.
 */
final class Candidates {
    /** By position; after {@link #fill} a position is an id. */
    final int[] ids;

    /** By position. */
    final float[] logits;

    int size;

    private final double[] weights;

    /** So many of the first positions hold the first-ranked candidates, in order. */
    private int ranked;

    Candidates(int vocabSize) {
        ids = new int[vocabSize];
        logits = new float[vocabSize];
        weights = new double[vocabSize];
    }

    /** All tokens. NaN, which nothing can be compared with, counts as impossible. */
    void fill(float[] from, int offset) {
        size = ids.length;
        ranked = 0;
        for (int i = 0; i < size; i++) {
            ids[i] = i;
            float logit = from[offset + i];
            logits[i] = Float.isNaN(logit) ? Float.NEGATIVE_INFINITY : logit;
        }
    }

    /** Sets a logit before anything is ranked; NaN counts as impossible. */
    void setLogit(int position, float logit) {
        logits[position] = Float.isNaN(logit) ? Float.NEGATIVE_INFINITY : logit;
    }

    /** Position of the largest logit, the lower id on ties. */
    int largest() {
        if (ranked > 0) {
            return 0;
        }
        int best = 0;
        for (int i = 1; i < size; i++) {
            if (before(i, best)) {
                best = i;
            }
        }
        return best;
    }

    /** The largest logit. */
    float max() {
        return logits[largest()];
    }

    /** Whether one position ranks before another: larger logit, then lower id. */
    private boolean before(int a, int b) {
        return logits[a] > logits[b] || (logits[a] == logits[b] && ids[a] < ids[b]);
    }

    /**
     * Computes the weights of all candidates, which are to their probabilities as 1 to the sum.
     *
     * @return the sum
     */
    double weigh() {
        float max = max();
        double sum = 0;
        for (int i = 0; i < size; i++) {
            weights[i] = weightOf(logits[i], max);
            sum += weights[i];
        }
        return sum;
    }

    /** The weight at a position, as {@link #weigh} computed it. */
    double weight(int position) {
        return weights[position];
    }

    private static double weightOf(float logit, float max) {
        // Equal infinities have no difference.
        return logit == max ? 1 : Exponential.exp((double) logit - max);
    }

    /**
     * Keeps the candidates whose logit is at least {@code least}, and those with the largest one.
     */
    void keepFrom(double least) {
        float max = max();
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (logits[i] >= least || logits[i] == max) {
                ids[kept] = ids[i];
                logits[kept++] = logits[i];
            }
        }
        ranked = Math.min(ranked, kept);
        size = kept;
    }

    /**
     * Brings the first-ranked k to the front, in order: with a heap of k, not by sorting all. Their
     * weights move with them.
     */
    void rankFirst(int k) {
        int n = Math.min(k, size);
        if (n <= ranked) {
            return;
        }
        for (int i = n / 2 - 1; i >= 0; i--) {
            siftDown(i, n);
        }
        for (int i = n; i < size; i++) {
            if (before(i, 0)) {
                swap(i, 0);
                siftDown(0, n);
            }
        }
        for (int end = n - 1; end > 0; end--) {
            swap(0, end);
            siftDown(0, end);
        }
        ranked = n;
    }

    /** Moves a position down in a heap of n that has its last-ranked candidate at the root. */
    private void siftDown(int from, int n) {
        int parent = from;
        for (int child = 2 * parent + 1; child < n; child = 2 * parent + 1) {
            int last = child + 1 < n && before(child, child + 1) ? child + 1 : child;
            if (!before(parent, last)) {
                return;
            }
            swap(parent, last);
            parent = last;
        }
    }

    private void swap(int a, int b) {
        int id = ids[a];
        ids[a] = ids[b];
        ids[b] = id;
        float logit = logits[a];
        logits[a] = logits[b];
        logits[b] = logit;
        double weight = weights[a];
        weights[a] = weights[b];
        weights[b] = weight;
    }
}
