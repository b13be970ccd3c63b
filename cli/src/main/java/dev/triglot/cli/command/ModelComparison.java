package dev.triglot.cli.command;

import dev.triglot.cli.io.Failure;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.Session;
import dev.triglot.engine.Vocabulary;
import java.util.Arrays;

/**
 * How far the distributions of a second model are from those of a first one: the Kullback-Leibler
 * divergence of each position's next token, in nats.
 */
final class ModelComparison {
    /** Positions whose logits of both models are held at once. */
    private static final int TOGETHER = 64;

    private final Session first;
    private final Session second;
    private final double[] divergences;
    private int scored;
    private int sameTop;
    private double firstNll;
    private double secondNll;

    /**
     * @param positions how many will be added
     */
    ModelComparison(Session first, Session second, int positions) {
        this.first = first;
        this.second = second;
        this.divergences = new double[positions];
    }

    /** Refuses models whose tokens differ: their distributions are over different things. */
    static void requireOneVocabulary(LanguageModel a, LanguageModel b) {
        Vocabulary ofA = a.vocabulary();
        Vocabulary ofB = b.vocabulary();
        if (a.info().vocabSize() != b.info().vocabSize() || ofA.size() != ofB.size()) {
            throw different(
                    a, b, "%d and %d tokens".formatted(a.info().vocabSize(), b.info().vocabSize()));
        }
        for (int id = 0; id < ofA.size(); id++) {
            if (!Arrays.equals(ofA.bytes(id), ofB.bytes(id))) {
                throw different(
                        a,
                        b,
                        "token %d is %s and %s"
                                .formatted(id, Pieces.quoted(ofA, id), Pieces.quoted(ofB, id)));
            }
        }
    }

    private static Failure different(LanguageModel a, LanguageModel b, String how) {
        return Failure.failed(
                "%s and %s have different vocabularies (%s): only models of one vocabulary can be compared"
                        .formatted(a.info().file(), b.info().file(), how),
                null);
    }

    /** Adds the positions of a window that have a next token. */
    void add(int[] window) {
        int last = window.length - 1;
        for (int from = 0; from < last; from += TOGETHER) {
            int[] part = Arrays.copyOf(window, Math.min(last, from + TOGETHER));
            float[][] p = first.logitsFrom(part, from);
            float[][] q = second.logitsFrom(part, from);
            for (int i = 0; i < p.length; i++) {
                add(p[i], q[i], window[from + i + 1]);
            }
        }
        first.reset();
        second.reset();
    }

    private void add(float[] p, float[] q, int next) {
        double pNorm = logSumExp(p);
        double qNorm = logSumExp(q);
        double divergence = 0;
        for (int i = 0; i < p.length; i++) {
            double log = p[i] - pNorm;
            divergence += Math.exp(log) * (log - (q[i] - qNorm));
        }
        // Rounding may leave a little less than the smallest that there is.
        divergences[scored++] = Math.max(0, divergence);
        sameTop += top(p) == top(q) ? 1 : 0;
        firstNll += pNorm - p[next];
        secondNll += qNorm - q[next];
    }

    static double logSumExp(float[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - max);
        }
        return max + Math.log(sum);
    }

    private static int top(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return best;
    }

    Report report(LanguageModel a, LanguageModel b) {
        double[] sorted = Arrays.copyOf(divergences, scored);
        Arrays.sort(sorted);
        return new Report(
                Measured.of(a, firstNll / scored),
                Measured.of(b, secondNll / scored),
                scored,
                new Divergence(
                        Arrays.stream(sorted).sum() / scored,
                        quantile(sorted, 0.5),
                        quantile(sorted, 0.99),
                        sorted[scored - 1]),
                (double) sameTop / scored);
    }

    /** The smallest value that at least this share of all values does not exceed. */
    static double quantile(double[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }

    record Measured(String model, double perplexity, double meanNll) {
        static Measured of(LanguageModel model, double meanNll) {
            return new Measured(model.info().file().toString(), Math.exp(meanNll), meanNll);
        }
    }

    /** In nats. */
    record Divergence(double mean, double median, double percentile99, double max) {}

    /**
     * @param topTokenAgreement share of positions where both expect the same token most
     */
    record Report(
            Measured first,
            Measured second,
            int scored,
            Divergence klDivergence,
            double topTokenAgreement) {}
}
