package dev.triglot.engine.sample;

import dev.triglot.engine.error.InvalidArgumentException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses tokens: bias and penalties; then the most likely one at temperature 0, else top-k, top-p,
 * min-p, temperature and a draw, in this order.
 *
 * <p>The same seed and the same logits give the same tokens on every platform. Nothing is allocated
 * per token, except that a window over the whole context grows. For one thread.
 */
public final class SamplerChain {
    private final int vocabSize;
    private final long seed;
    private final Candidates candidates;
    private final @Nullable RepetitionPenalties penalties;
    private final Sampler[] samplers;
    private final boolean greedy;
    private final RandomSource random;
    private final Draw draw;

    /**
     * @param vocabSize logits per token
     * @throws InvalidArgumentException if the vocabulary is empty or the logit bias names a token
     *     outside it
     */
    public SamplerChain(SamplingOptions options, int vocabSize) {
        if (vocabSize < 1) {
            throw new InvalidArgumentException(
                    "the vocabulary has " + vocabSize + " tokens: it must have 1 or more");
        }
        this.vocabSize = vocabSize;
        candidates = new Candidates(vocabSize);
        penalties = options.penalizes() ? new RepetitionPenalties(options, vocabSize) : null;
        greedy = options.temperature() == 0 || options.topK() == 1;
        samplers = samplers(options, penalties, vocabSize, greedy).toArray(Sampler[]::new);
        seed = options.seed() == null ? new SecureRandom().nextLong() : options.seed();
        random = new RandomSource(seed);
        draw = new Draw(random);
    }

    private static List<Sampler> samplers(
            SamplingOptions options,
            @Nullable RepetitionPenalties penalties,
            int vocabSize,
            boolean greedy) {
        List<Sampler> samplers = new ArrayList<>();
        if (!options.logitBias().isEmpty()) {
            samplers.add(new LogitBias(options.logitBias(), vocabSize));
        }
        if (penalties != null) {
            samplers.add(penalties);
        }
        if (greedy) {
            return samplers;
        }
        if (options.topK() > 0) {
            samplers.add(new TopK(options.topK()));
        }
        if (options.topP() < 1) {
            samplers.add(new TopP(options.topP()));
        }
        if (options.minP() > 0) {
            samplers.add(new MinP(options.minP()));
        }
        if (options.temperature() != 1) {
            samplers.add(new Temperature(options.temperature()));
        }
        return samplers;
    }

    /**
     * A token has become part of the context: the penalties count it.
     *
     * @throws InvalidArgumentException if the id is outside the vocabulary
     */
    public void accept(int id) {
        if (id < 0 || id >= vocabSize) {
            throw new InvalidArgumentException(
                    "token "
                            + id
                            + " is not in the vocabulary: ids go from 0 to "
                            + (vocabSize - 1));
        }
        if (penalties != null) {
            penalties.accept(id);
        }
    }

    /**
     * The next token. NaN counts as impossible; where all tokens are, the lowest id that is left.
     *
     * @param logits one per token from the offset on; left as they are
     * @throws InvalidArgumentException if there are fewer logits than tokens
     */
    public int next(float[] logits, int offset) {
        if (offset < 0 || offset > logits.length - vocabSize) {
            throw new InvalidArgumentException(
                    "logits has "
                            + logits.length
                            + " numbers, too few for "
                            + vocabSize
                            + " tokens from offset "
                            + offset);
        }
        candidates.fill(logits, offset);
        for (Sampler sampler : samplers) {
            sampler.apply(candidates);
        }
        return greedy ? Greedy.choose(candidates) : draw.choose(candidates);
    }

    /** Forgets the tokens that were accepted and starts again with the seed. */
    public void reset() {
        random.restore(seed);
        if (penalties != null) {
            penalties.clear();
        }
    }

    /** The state of the random numbers, for {@link #restoreRandomState}. */
    public long randomState() {
        return random.state();
    }

    /** Goes on with the random numbers that followed a state. */
    public void restoreRandomState(long state) {
        random.restore(state);
    }
}
