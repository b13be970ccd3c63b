package dev.triglot.engine.kernel.vector;

import dev.triglot.engine.kernel.AttentionTask;
import java.util.Arrays;

/**
 * What a chunk of positions gives one query, in an array: the weighted sums of values, filled up to
 * whole widths of a product, the largest score, and the sum of the weights, which are e^(score -
 * largest). A sum of zero means that the query sees nothing of the chunk.
 */
final class ChunkResult {
    private ChunkResult() {}

    /** How many sums there are. */
    static int sums(AttentionTask task) {
        return (task.valueLength + FloatGemm.WIDTH - 1) / FloatGemm.WIDTH * FloatGemm.WIDTH;
    }

    /** Floats of a result with so many sums. */
    static int floats(int sums) {
        return sums + 2;
    }

    static void clear(float[] x, int at, int sums, float max, float total) {
        Arrays.fill(x, at, at + sums, 0);
        x[at + sums] = max;
        x[at + sums + 1] = total;
    }

    /** Adds an earlier result to one that follows it. */
    static void join(float[] earlier, int earlierAt, float[] x, int at, int sums) {
        float total = x[at + sums + 1];
        float earlierTotal = earlier[earlierAt + sums + 1];
        if (earlierTotal == 0) {
            return;
        }
        if (total == 0) {
            System.arraycopy(earlier, earlierAt, x, at, floats(sums));
            return;
        }
        float max = x[at + sums];
        float earlierMax = earlier[earlierAt + sums];
        float factor = max >= earlierMax ? 1 : (float) Math.exp(max - earlierMax);
        float earlierFactor = max >= earlierMax ? (float) Math.exp(earlierMax - max) : 1;
        for (int i = 0; i < sums; i++) {
            x[at + i] = x[at + i] * factor + earlier[earlierAt + i] * earlierFactor;
        }
        x[at + sums] = Math.max(max, earlierMax);
        x[at + sums + 1] = total * factor + earlierTotal * earlierFactor;
    }

    /** Writes what attention gives a query. */
    static void finish(float[] x, int at, int sums, AttentionTask task, int head, int token) {
        float factor = 1 / x[at + sums + 1];
        int to = token * task.outStride + head * task.valueLength;
        for (int i = 0; i < task.valueLength; i++) {
            task.out[to + i] = x[at + i] * factor;
        }
    }
}
