package dev.triglot.engine.kernel.vector;

import static dev.triglot.engine.kernel.vector.KeyValueBlock.POSITIONS;
import static dev.triglot.engine.kernel.vector.Lanes.FL;

import dev.triglot.engine.kernel.AttentionTask;
import dev.triglot.engine.kernel.Scratch;
import java.util.Arrays;

/**
 * Attention a chunk of positions at a time (Dao et al. 2022, arXiv:2205.14135): a chunk gives each
 * query, which is one head of one token, the weighted sum of its values, the sum of the weights,
 * and the largest score, to which the weights are relative; chunks are then joined in their order.
 *
 * <p>So memory does not grow with the context, keys and values are read once for all queries, and
 * chunks can be computed apart. The order of additions depends on a query's position alone.
 */
final class VectorAttention {
    /** Positions of a chunk: its scores stay in the second-level cache. */
    static final int CHUNK = 4 * POSITIONS;

    /** Tokens that share a pass. */
    private static final int TOKENS = 16;

    /** Up to so many tokens are computed in chunks. */
    private static final int FEW = 8;

    private static final AttentionTask NONE = new AttentionTask();

    private final Scratch scratch;
    private final float[] lanes = new float[FL];
    private AttentionTask task;
    private int kvHead;
    private int headFrom;
    private int tokenFrom;
    private int tokens;
    private int queries;

    /** The first visible position, and one behind the last. */
    private int base;

    private int end;

    /** Floats of a value, whole widths of a product. */
    private int valueStride;

    private float[] work = new float[0];

    /** Where scores and weights are, [queries][CHUNK], behind the queries, [queries][keyLength]. */
    private int scores;

    /** Where the results of a chunk are, and those of the chunks before it. */
    private int results;

    private int joined;

    /** Keys or values as floats. */
    private float[] block = new float[0];

    private VectorAttention(Scratch scratch) {
        this.task = NONE;
        this.scratch = scratch;
    }

    static VectorAttention of(Scratch scratch) {
        return scratch.state(VectorAttention.class, VectorAttention::new);
    }

    /** See {@link dev.triglot.engine.kernel.Kernels#attend}. */
    void attend(AttentionTask task, int headFrom, int headTo, int tokenFrom, int tokenTo) {
        for (int head = headFrom; head < headTo; ) {
            int to = Math.min(headTo, (head / task.group + 1) * task.group);
            for (int token = tokenFrom; token < tokenTo; token += TOKENS) {
                set(task, head, to, token, Math.min(tokenTo, token + TOKENS));
                attendAll();
            }
            head = to;
        }
    }

    private void set(AttentionTask task, int headFrom, int headTo, int tokenFrom, int tokenTo) {
        this.task = task;
        this.kvHead = headFrom / task.group;
        this.headFrom = headFrom;
        this.tokenFrom = tokenFrom;
        this.tokens = tokenTo - tokenFrom;
        this.queries = (headTo - headFrom) * tokens;
        this.base = task.firstVisible(task.firstPosition + tokenFrom);
        this.end = task.firstPosition + tokenTo;
        this.valueStride = ChunkResult.sums(task);
        this.scores = queries * task.keyLength;
        this.results = scores + queries * CHUNK;
        this.joined = results + queries * ChunkResult.floats(valueStride);
        this.work = scratch.floats(joined + queries * ChunkResult.floats(valueStride));
        this.block = scratch.moreFloats(POSITIONS * Math.max(task.keyLength, valueStride));
        for (int q = 0; q < queries; q++) {
            int from = token(q) * task.qStride + head(q) * task.keyLength;
            System.arraycopy(task.q, from, work, q * task.keyLength, task.keyLength);
        }
    }

    private int head(int query) {
        return headFrom + query / tokens;
    }

    private int token(int query) {
        return tokenFrom + query % tokens;
    }

    private int result(int query) {
        return results + query * ChunkResult.floats(valueStride);
    }

    private void attendAll() {
        int first = base / CHUNK;
        attendChunk(first);
        for (int c = first + 1; c * CHUNK < end; c++) {
            int before = results;
            results = joined;
            joined = before;
            attendChunk(c);
            for (int q = 0; q < queries; q++) {
                int from = joined + result(q) - results;
                ChunkResult.join(work, from, work, result(q), valueStride);
            }
        }
        for (int q = 0; q < queries; q++) {
            ChunkResult.finish(work, result(q), valueStride, task, head(q), token(q));
        }
    }

    /** See {@link dev.triglot.engine.kernel.Kernels#attendChunk}. */
    void attendChunk(AttentionTask task, int kvHead, int index) {
        int head = kvHead * task.group;
        set(task, head, head + task.group, task.firstToken, task.firstToken + task.tokens);
        attendChunk(base / CHUNK + index);
        int n = ChunkResult.floats(valueStride);
        for (int q = 0; q < queries; q++) {
            int to = partial(task, index, head(q), token(q)) * n;
            System.arraycopy(work, result(q), task.partials, to, n);
        }
    }

    /** See {@link dev.triglot.engine.kernel.Kernels#joinChunks}. */
    static void joinChunks(AttentionTask task, int chunks, int headFrom, int headTo) {
        int stride = ChunkResult.sums(task);
        int n = ChunkResult.floats(stride);
        for (int head = headFrom; head < headTo; head++) {
            for (int i = 0; i < task.tokens; i++) {
                int token = task.firstToken + i;
                int at = partial(task, 0, head, token) * n;
                for (int chunk = 1; chunk < chunks; chunk++) {
                    int next = partial(task, chunk, head, token) * n;
                    ChunkResult.join(task.partials, at, task.partials, next, stride);
                    at = next;
                }
                ChunkResult.finish(task.partials, at, stride, task, head, token);
            }
        }
    }

    private static int partial(AttentionTask task, int chunk, int head, int token) {
        return (chunk * task.heads() + head) * task.tokens + token - task.firstToken;
    }

    /** See {@link dev.triglot.engine.kernel.Kernels#attentionChunks}. */
    static int chunks(AttentionTask task) {
        if (task.tokens > FEW) {
            return 1;
        }
        int position = task.firstPosition + task.firstToken;
        int first = task.firstVisible(position) / CHUNK;
        int chunks = (position + task.tokens - 1) / CHUNK - first + 1;
        int records = chunks * task.heads() * task.tokens;
        task.reservePartials(records * ChunkResult.floats(ChunkResult.sums(task)));
        return chunks;
    }

    private void attendChunk(int c) {
        int start = c * CHUNK;
        int from = Math.max(base, start);
        int to = Math.min(end, start + CHUNK);
        Arrays.fill(work, scores, scores + queries * CHUNK, 0);
        for (int b = from / POSITIONS; b * POSITIONS < to; b++) {
            KeyValueBlock.keys(task.keys[kvHead], task.type, b, task.keyLength, block, scratch);
            score(b * POSITIONS - start);
        }
        for (int q = 0; q < queries; q++) {
            weigh(q, start, from, to);
        }
        for (int b = from / POSITIONS; b * POSITIONS < to; b++) {
            int first = Math.max(from, b * POSITIONS);
            int last = Math.min(to, (b + 1) * POSITIONS);
            KeyValueBlock.values(
                    task.values[kvHead],
                    task.type,
                    b,
                    first - b * POSITIONS,
                    last - b * POSITIONS,
                    task.valueLength,
                    valueStride,
                    block,
                    scratch);
            gather(first - start, last - first);
        }
    }

    /** Scores of a block of keys, the one at {@code at} in the chunk. */
    private void score(int at) {
        int width = task.keyLength;
        int q = 0;
        for (; q <= queries - FloatGemm.TOKENS; q += FloatGemm.TOKENS) {
            for (int p = 0; p < POSITIONS; p += FloatGemm.WIDTH) {
                int to = scores + q * CHUNK + at + p;
                FloatGemm.rows(block, p, POSITIONS, width, work, q * width, width, work, to, CHUNK);
            }
        }
        for (; q < queries; q++) {
            for (int p = 0; p < POSITIONS; p += FloatGemm.WIDE) {
                int to = scores + q * CHUNK + at + p;
                FloatGemm.wide(block, p, POSITIONS, width, work, q * width, work, to);
            }
        }
    }

    /** Scores of a query to weights; [from, to) are the positions of the chunk at {@code start}. */
    private void weigh(int q, int start, int from, int to) {
        int position = task.firstPosition + token(q);
        int first = Math.clamp(task.firstVisible(position), from, to);
        int last = Math.clamp(position + 1, first, to);
        int row = scores + q * CHUNK - start;
        Arrays.fill(work, row + from, row + first, 0);
        Arrays.fill(work, row + last, row + to, 0);
        int at = row + first;
        int n = last - first;
        float[] slopes = task.alibiSlopes;
        if (slopes == null) {
            Softmax.scale(work, at, n, task.scale);
        } else {
            float slope = slopes[head(q)];
            for (int i = 0; i < n; i++) {
                work[at + i] = work[at + i] * task.scale + slope * (first + i - position);
            }
        }
        float max = Softmax.max(work, at, n);
        float total = Exponential.inPlace(work, at, n, max, lanes);
        ChunkResult.clear(work, result(q), valueStride, max, total);
    }

    /** Adds n weighted values, those from {@code at} in the chunk on. */
    private void gather(int at, int n) {
        int stride = ChunkResult.floats(valueStride);
        int q = 0;
        for (; q <= queries - FloatGemm.TOKENS; q += FloatGemm.TOKENS) {
            for (int d = 0; d < valueStride; d += FloatGemm.WIDTH) {
                int weights = scores + q * CHUNK + at;
                int to = result(q) + d;
                FloatGemm.rows(block, d, valueStride, n, work, weights, CHUNK, work, to, stride);
            }
        }
        for (; q < queries; q++) {
            int weights = scores + q * CHUNK + at;
            int d = 0;
            for (; d <= valueStride - FloatGemm.WIDE; d += FloatGemm.WIDE) {
                FloatGemm.wide(block, d, valueStride, n, work, weights, work, result(q) + d);
            }
            for (; d < valueStride; d += FloatGemm.WIDTH) {
                FloatGemm.row(block, d, valueStride, n, work, weights, work, result(q) + d);
            }
        }
    }
}
