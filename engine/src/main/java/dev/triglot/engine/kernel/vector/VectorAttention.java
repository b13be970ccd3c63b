package dev.triglot.engine.kernel.vector;

import static dev.triglot.engine.kernel.vector.KeyValueBlock.POSITIONS;
import static dev.triglot.engine.kernel.vector.Lanes.F;
import static dev.triglot.engine.kernel.vector.Lanes.FL;

import dev.triglot.engine.kernel.AttentionTask;
import dev.triglot.engine.kernel.Scratch;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Attention in two passes, over keys and over values, a block of positions at a time; between them
 * the softmax of each query, which is one head of one token.
 *
 * <p>With many tokens in the batch scores are a matrix product with the transposed block of keys,
 * with few each is a sum over lanes. Which one is decided by the batch, not by the range of tokens
 * asked for, and in either the order of additions depends on the query alone.
 */
final class VectorAttention {
    /** From this many tokens on transposing the keys pays. */
    private static final int MANY = 8;

    /** Tokens that share a pass. */
    private static final int TOKENS = 32;

    private static final AttentionTask NONE = new AttentionTask();

    private AttentionTask task;
    private final Scratch scratch;
    private int kvHead;
    private int headFrom;
    private int heads;
    private int tokenFrom;
    private int tokens;

    /** The first position of the first block, and one behind the last visible position. */
    private int base;

    private int end;

    /** Positions of a row of scores: whole blocks. */
    private int span;

    /** Floats of a value, whole widths of a product. */
    private int valueStride;

    /** [heads][tokens][span] scores, then [heads][tokens][valueStride] sums. */
    private float[] scores = new float[0];

    private int sums;

    /** A block as it was read, then transposed or spread. */
    private float[] block = new float[0];

    private int arranged;

    private VectorAttention(Scratch scratch) {
        this.task = NONE;
        this.scratch = scratch;
    }

    private void set(AttentionTask task, int headFrom, int headTo, int tokenFrom, int tokenTo) {
        this.task = task;
        this.kvHead = headFrom / task.group;
        this.headFrom = headFrom;
        this.heads = headTo - headFrom;
        this.tokenFrom = tokenFrom;
        this.tokens = tokenTo - tokenFrom;
        this.base = task.firstVisible(task.firstPosition + tokenFrom) / POSITIONS * POSITIONS;
        this.end = task.firstPosition + tokenTo;
        this.span = (end - base + POSITIONS - 1) / POSITIONS * POSITIONS;
        this.valueStride =
                (task.valueLength + FloatGemm.WIDTH - 1) / FloatGemm.WIDTH * FloatGemm.WIDTH;
        int queries = heads * tokens;
        this.sums = queries * span;
        this.scores = scratch.floats(queries * (span + valueStride));
        this.arranged = POSITIONS * Math.max(task.keyLength, task.valueLength);
        this.block =
                scratch.moreFloats(arranged + POSITIONS * Math.max(task.keyLength, valueStride));
        Arrays.fill(scores, 0, queries * (span + valueStride), 0);
    }

    /** See {@link dev.triglot.engine.kernel.Kernels#attend}. */
    static void attend(
            AttentionTask task,
            int headFrom,
            int headTo,
            int tokenFrom,
            int tokenTo,
            Scratch scratch) {
        VectorAttention attention = scratch.state(VectorAttention.class, VectorAttention::new);
        for (int head = headFrom; head < headTo; ) {
            int to = Math.min(headTo, (head / task.group + 1) * task.group);
            for (int token = tokenFrom; token < tokenTo; token += TOKENS) {
                int last = Math.min(tokenTo, token + TOKENS);
                attention.set(task, head, to, token, last);
                attention.run();
            }
            head = to;
        }
    }

    private void run() {
        for (int p = base; p < end; p += POSITIONS) {
            int n = Math.min(POSITIONS, end - p);
            KeyValueBlock.read(
                    task.keys[kvHead], task.halfPrecision, p, n, task.keyLength, block, 0, scratch);
            if (task.tokens < MANY) {
                scoreFew(p, n);
            } else {
                KeyValueBlock.transpose(block, 0, n, task.keyLength, arranged);
                scoreMany(p);
            }
        }
        for (int h = 0; h < heads; h++) {
            for (int t = 0; t < tokens; t++) {
                weigh(h, t);
            }
        }
        for (int p = base; p < end; p += POSITIONS) {
            int n = Math.min(POSITIONS, end - p);
            KeyValueBlock.read(
                    task.values[kvHead],
                    task.halfPrecision,
                    p,
                    n,
                    task.valueLength,
                    block,
                    0,
                    scratch);
            KeyValueBlock.spread(block, 0, n, task.valueLength, arranged, valueStride);
            gather(p, n);
        }
        store();
    }

    private int query(int head, int token) {
        return (tokenFrom + token) * task.qStride + (headFrom + head) * task.keyLength;
    }

    private int row(int head, int token) {
        return (head * tokens + token) * span;
    }

    private int sum(int head, int token) {
        return sums + (head * tokens + token) * valueStride;
    }

    private int position(int token) {
        return task.firstPosition + tokenFrom + token;
    }

    private void scoreMany(int p) {
        for (int h = 0; h < heads; h++) {
            for (int r = 0; r < POSITIONS; r += FloatGemm.WIDTH) {
                int t = 0;
                for (; t <= tokens - FloatGemm.TOKENS; t += FloatGemm.TOKENS) {
                    FloatGemm.rows(
                            block,
                            arranged + r,
                            POSITIONS,
                            task.keyLength,
                            task.q,
                            query(h, t),
                            task.qStride,
                            scores,
                            row(h, t) + p - base + r,
                            span);
                }
                for (; t < tokens; t++) {
                    FloatGemm.row(
                            block,
                            arranged + r,
                            POSITIONS,
                            task.keyLength,
                            task.q,
                            query(h, t),
                            scores,
                            row(h, t) + p - base + r);
                }
            }
        }
    }

    private void scoreFew(int p, int n) {
        for (int h = 0; h < heads; h++) {
            for (int t = 0; t < tokens; t++) {
                int from = Math.max(p, task.firstVisible(position(t)));
                int to = Math.min(p + n, position(t) + 1);
                for (int i = from; i < to; i++) {
                    scores[row(h, t) + i - base] =
                            dot(
                                    task.q,
                                    query(h, t),
                                    block,
                                    (i - p) * task.keyLength,
                                    task.keyLength);
                }
            }
        }
    }

    private static float dot(float[] x, int xAt, float[] y, int yAt, int n) {
        FloatVector total = FloatVector.zero(F);
        int i = 0;
        for (; i <= n - FL; i += FL) {
            total =
                    FloatVector.fromArray(F, x, xAt + i)
                            .fma(FloatVector.fromArray(F, y, yAt + i), total);
        }
        float rest = 0;
        for (; i < n; i++) {
            rest = Math.fma(x[xAt + i], y[yAt + i], rest);
        }
        return Lanes.sum(total) + rest;
    }

    /** Scores of a query to weights of values. */
    private void weigh(int head, int token) {
        int position = position(token);
        int first = task.firstVisible(position);
        int n = position - first + 1;
        int at = row(head, token) + first - base;
        float[] slopes = task.alibiSlopes;
        float slope = slopes == null ? 0 : slopes[headFrom + head];
        for (int i = 0; i < n; i++) {
            scores[at + i] = scores[at + i] * task.scale + slope * (i + 1 - n);
        }
        Softmax.apply(scores, at, n);
    }

    private void gather(int p, int n) {
        for (int h = 0; h < heads; h++) {
            int t = 0;
            for (; t <= tokens - FloatGemm.TOKENS; t += FloatGemm.TOKENS) {
                boolean allSeeAll =
                        p + n <= position(t) + 1
                                && p >= task.firstVisible(position(t + FloatGemm.TOKENS - 1));
                if (allSeeAll) {
                    gatherFour(h, t, p, n);
                } else {
                    for (int i = 0; i < FloatGemm.TOKENS; i++) {
                        gatherOne(h, t + i, p, n);
                    }
                }
            }
            for (; t < tokens; t++) {
                gatherOne(h, t, p, n);
            }
        }
    }

    private void gatherFour(int head, int token, int p, int n) {
        for (int d = 0; d < valueStride; d += FloatGemm.WIDTH) {
            FloatGemm.rows(
                    block,
                    arranged + d,
                    valueStride,
                    n,
                    scores,
                    row(head, token) + p - base,
                    span,
                    scores,
                    sum(head, token) + d,
                    valueStride);
        }
    }

    /** Only the positions that the token sees: what it does not see may hold anything. */
    private void gatherOne(int head, int token, int p, int n) {
        int from = Math.max(p, task.firstVisible(position(token)));
        int to = Math.min(p + n, position(token) + 1);
        for (int d = 0; d < valueStride && from < to; d += FloatGemm.WIDTH) {
            FloatGemm.row(
                    block,
                    arranged + (from - p) * valueStride + d,
                    valueStride,
                    to - from,
                    scores,
                    row(head, token) + from - base,
                    scores,
                    sum(head, token) + d);
        }
    }

    private void store() {
        for (int h = 0; h < heads; h++) {
            for (int t = 0; t < tokens; t++) {
                int to = (tokenFrom + t) * task.outStride + (headFrom + h) * task.valueLength;
                System.arraycopy(scores, sum(h, t), task.out, to, task.valueLength);
            }
        }
    }
}
