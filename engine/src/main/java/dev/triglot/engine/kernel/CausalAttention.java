package dev.triglot.engine.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Attention by definition: all scores of a token, their softmax, the weighted sum of values. A row
 * of keys or values is decoded once for all query heads that share it.
 */
final class CausalAttention {
    private CausalAttention() {}

    /** See {@link Kernels#attend}. */
    static void attend(
            AttentionTask task,
            int headFrom,
            int headTo,
            int tokenFrom,
            int tokenTo,
            Scratch scratch) {
        for (int from = headFrom; from < headTo; ) {
            int to = Math.min(headTo, (from / task.group + 1) * task.group);
            for (int token = tokenFrom; token < tokenTo; token++) {
                attend(task, from, to, token, scratch);
            }
            from = to;
        }
    }

    /** One token, query heads [from, to) of one key and value head. */
    private static void attend(AttentionTask task, int from, int to, int token, Scratch scratch) {
        int position = task.firstPosition + token;
        int first = task.firstVisible(position);
        int visible = position - first + 1;
        int kvHead = from / task.group;
        // [to - from, visible]
        float[] scores = scratch.floats((to - from) * visible);
        float[] row = scratch.moreFloats(Math.max(task.keyLength, task.valueLength));
        float @Nullable [] slopes = task.alibiSlopes;
        for (int i = 0; i < visible; i++) {
            int distance = i + first - position;
            task.type.readKey(task.keys[kvHead], first + i, task.keyLength, row);
            for (int head = from; head < to; head++) {
                int q = token * task.qStride + head * task.keyLength;
                float score = Dot.product(task.q, q, row, 0, task.keyLength) * task.scale;
                scores[(head - from) * visible + i] =
                        slopes == null ? score : score + slopes[head] * distance;
            }
        }
        for (int head = from; head < to; head++) {
            Softmax.apply(scores, (head - from) * visible, visible);
            int out = token * task.outStride + head * task.valueLength;
            Arrays.fill(task.out, out, out + task.valueLength, 0);
        }
        for (int i = 0; i < visible; i++) {
            task.type.readValue(task.values[kvHead], first + i, task.valueLength, row);
            for (int head = from; head < to; head++) {
                int out = token * task.outStride + head * task.valueLength;
                addScaled(
                        row, scores[(head - from) * visible + i], task.out, out, task.valueLength);
            }
        }
    }

    private static void addScaled(float[] x, float scale, float[] y, int yOffset, int n) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] += scale * x[i];
        }
    }
}
