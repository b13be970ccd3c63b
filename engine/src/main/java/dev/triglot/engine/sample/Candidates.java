package dev.triglot.engine.sample;

/**
 * The tokens that may still be chosen, with their logits; later with their probabilities. Reused
 * for every token.
 */
final class Candidates {
    final int[] ids;
    final float[] logits;
    final float[] probabilities;
    int size;

    Candidates(int vocabSize) {
        ids = new int[vocabSize];
        logits = new float[vocabSize];
        probabilities = new float[vocabSize];
    }

    /** All tokens. NaN, which nothing can be compared with, counts as impossible. */
    void fill(float[] from, int offset) {
        size = ids.length;
        for (int i = 0; i < size; i++) {
            ids[i] = i;
            float logit = from[offset + i];
            logits[i] = Float.isNaN(logit) ? Float.NEGATIVE_INFINITY : logit;
        }
    }

    /** Index of the largest logit, the lower id on ties. */
    int largest() {
        int best = 0;
        for (int i = 1; i < size; i++) {
            if (before(i, best)) {
                best = i;
            }
        }
        return best;
    }

    /** Whether candidate a ranks before b: larger logit, then lower id. */
    private boolean before(int a, int b) {
        return logits[a] > logits[b] || (logits[a] == logits[b] && ids[a] < ids[b]);
    }

    /**
     * Brings the k first-ranked candidates to the front, in order: a heap of k instead of a full
     * sort.
     */
    void selectFirst(int k) {
        int n = Math.min(k, size);
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
    }

    /** Keeps the last-ranked of [0, n) at the root. */
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
    }

    /** probabilities = softmax(logits / temperature) over the candidates. */
    void softmax(float temperature) {
        float max = logits[largest()];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            // Equal infinities have no difference; they share the probability.
            double exponent = logits[i] == max ? 0 : ((double) logits[i] - max) / temperature;
            probabilities[i] = (float) Math.exp(exponent);
            sum += probabilities[i];
        }
        for (int i = 0; i < size; i++) {
            probabilities[i] = (float) (probabilities[i] / sum);
        }
    }
}
