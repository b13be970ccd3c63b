package dev.triglot.engine.generate;

/**
 * Guesses with a smaller model of the same vocabulary (Leviathan et al. 2023, arXiv:2211.17192):
 * its most likely token, again and again. What the target has evaluated, and chosen against a
 * guess, is evaluated here too before the next guess.
 */
public final class ModelDrafter implements Drafter {
    private final Context own;

    /**
     * @param own the smaller model's, used for nothing else meanwhile
     */
    public ModelDrafter(Context own) {
        this.own = own;
    }

    @Override
    public int guess(Context target, int[] out, int at, int limit) {
        // The last guess is not evaluated.
        int room = own.capacity() - target.size();
        int n = Math.min(limit, room);
        if (n <= 0 || !follow(target, out[at - 1])) {
            return 0;
        }
        for (int i = 0; i < n; i++) {
            out[at + i] = likeliest(own.evaluator().logits(), own.vocabSize());
            if (i + 1 < n && !own.evaluate(out, at + i, at + i + 1, true)) {
                return 0;
            }
        }
        return n;
    }

    /** Evaluates the target's tokens and the one after them; false if that was cancelled. */
    private boolean follow(Context target, int last) {
        int[] missing = own.missing(target, last);
        for (int from = 0; from < missing.length; from += own.batchSize()) {
            int to = Math.min(missing.length, from + own.batchSize());
            if (!own.evaluate(missing, from, to, to == missing.length)) {
                return false;
            }
        }
        return true;
    }

    private static int likeliest(float[] logits, int n) {
        int best = 0;
        for (int i = 1; i < n; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return best;
    }
}
