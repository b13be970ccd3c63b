package dev.triglot.engine.sample;

import dev.triglot.engine.error.InvalidArgumentException;
import java.util.Map;

/** Adds to the logits of single tokens; negative infinity bans one. */
final class LogitBias implements Sampler {
    private final int[] ids;
    private final float[] biases;

    /**
     * @throws InvalidArgumentException for an id outside the vocabulary
     */
    LogitBias(Map<Integer, Float> biasById, int vocabSize) {
        ids = new int[biasById.size()];
        biases = new float[biasById.size()];
        int count = 0;
        for (Map.Entry<Integer, Float> bias : biasById.entrySet()) {
            if (bias.getKey() < 0 || bias.getKey() >= vocabSize) {
                throw new InvalidArgumentException(
                        "logitBias names token "
                                + bias.getKey()
                                + ": it must be from 0 to "
                                + (vocabSize - 1)
                                + ", as the vocabulary has "
                                + vocabSize
                                + " tokens");
            }
            ids[count] = bias.getKey();
            biases[count++] = bias.getValue();
        }
    }

    /** The candidates are in the order of their ids. */
    @Override
    public void apply(Candidates candidates) {
        for (int i = 0; i < ids.length; i++) {
            candidates.setLogit(ids[i], candidates.logits[ids[i]] + biases[i]);
        }
    }
}
