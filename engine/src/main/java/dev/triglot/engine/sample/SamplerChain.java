package dev.triglot.engine.sample;

import java.security.SecureRandom;
import java.util.Map;

/**
 * Chooses tokens: bias and penalties; then the most likely one at temperature 0, else top-k, top-p,
 * min-p, temperature and a draw, in this order. Allocates nothing per token. For one thread.
 */
public final class SamplerChain {
    /** Top-p sorts this many candidates first, then four times as many, until they suffice. */
    private static final int FIRST_SELECTION = 256;

    private final SamplingOptions options;
    private final Candidates candidates;
    private final Penalties penalties;
    private final RandomSource random;
    private final int[] biasedIds;
    private final float[] biases;

    public SamplerChain(SamplingOptions options, int vocabSize) {
        this.options = options;
        this.candidates = new Candidates(vocabSize);
        this.penalties = new Penalties(options, vocabSize);
        this.random =
                new RandomSource(
                        options.seed() == null ? new SecureRandom().nextLong() : options.seed());
        biasedIds =
                options.logitBias().keySet().stream()
                        .mapToInt(Integer::intValue)
                        .filter(id -> id >= 0 && id < vocabSize)
                        .toArray();
        biases = new float[biasedIds.length];
        for (int i = 0; i < biases.length; i++) {
            biases[i] = biasOf(options.logitBias(), biasedIds[i]);
        }
    }

    private static float biasOf(Map<Integer, Float> biases, int id) {
        Float bias = biases.get(id);
        return bias == null ? 0 : bias;
    }

    /** A token has become part of the context: the penalties count it. */
    public void accept(int id) {
        if (options.penalizes()) {
            penalties.accept(id);
        }
    }

    /**
     * The next token.
     *
     * @param logits one per token from offset on; left as they are
     */
    public int next(float[] logits, int offset) {
        candidates.fill(logits, offset);
        for (int i = 0; i < biases.length; i++) {
            candidates.logits[biasedIds[i]] += biases[i];
        }
        if (options.penalizes()) {
            penalties.apply(candidates);
        }
        if (options.temperature() == 0 || options.topK() == 1) {
            return candidates.ids[candidates.largest()];
        }
        topK();
        topP();
        minP();
        candidates.softmax(options.temperature());
        return draw();
    }

    private void topK() {
        if (options.topK() > 0 && options.topK() < candidates.size) {
            candidates.selectFirst(options.topK());
            candidates.size = options.topK();
        }
    }

    /** Keeps the smallest set of most likely tokens whose probabilities reach p. */
    private void topP() {
        if (options.topP() == 1) {
            return;
        }
        double total = 0;
        float max = candidates.logits[candidates.largest()];
        for (int i = 0; i < candidates.size; i++) {
            total += weight(candidates.logits[i], max);
        }
        for (int selected = FIRST_SELECTION; ; selected *= 4) {
            int n = Math.min(selected, candidates.size);
            candidates.selectFirst(n);
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += weight(candidates.logits[i], max) / total;
                if (sum >= options.topP()) {
                    candidates.size = i + 1;
                    return;
                }
            }
            if (n == candidates.size) {
                return;
            }
        }
    }

    private static double weight(float logit, float max) {
        return logit == max ? 1 : Math.exp((double) logit - max);
    }

    /** Drops tokens that are less likely than p times the most likely one. */
    private void minP() {
        if (options.minP() == 0) {
            return;
        }
        float max = candidates.logits[candidates.largest()];
        double least = max + Math.log(options.minP());
        int kept = 0;
        for (int i = 0; i < candidates.size; i++) {
            if (candidates.logits[i] >= least || candidates.logits[i] == max) {
                candidates.ids[kept] = candidates.ids[i];
                candidates.logits[kept] = candidates.logits[i];
                kept++;
            }
        }
        candidates.size = kept;
    }

    private int draw() {
        double target = random.next();
        double sum = 0;
        int last = 0;
        for (int i = 0; i < candidates.size; i++) {
            if (candidates.probabilities[i] > 0) {
                sum += candidates.probabilities[i];
                last = i;
                if (target < sum) {
                    break;
                }
            }
        }
        return candidates.ids[last];
    }
}
