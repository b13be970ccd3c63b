package dev.triglot.engine.nn;

import dev.triglot.engine.kernel.AttentionTask;
import dev.triglot.engine.kernel.Kernels;
import dev.triglot.engine.runtime.RangeJob;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Between the projections: positions, the KV caches, and the attention of each sequence. */
final class AttentionJob {
    /** Tokens that share a pass over keys and values when a prompt is ingested. */
    private static final int TOKEN_TILE = 16;

    /** Units of work per worker that are enough to keep all busy to the end. */
    private static final int UNITS_PER_WORKER = 4;

    private final Workspace ws;
    private final RangeJob prepare = this::prepare;
    private final RangeJob attend = this::attend;
    private final AtomicInteger nextUnit = new AtomicInteger();

    /** One per run of the batch, at the same index. */
    private Part[] parts = new Part[0];

    private @Nullable Attention attention;
    private @Nullable Batch batch;
    private int layer;
    private int runs;
    private int units;

    AttentionJob(Workspace ws) {
        this.ws = ws;
    }

    /** The attention of one run; a unit of work is some of its heads for some of its tokens. */
    private static final class Part {
        final AttentionTask task = new AttentionTask();
        int rowFrom;
        int rowTo;
        int tiles;
        int headsPerUnit;

        /** Units of this part and of those before it. */
        int unitsUpTo;
    }

    /** Reads ws.q, ws.k, ws.v; writes the caches and ws.attended. */
    void run(Attention block, Batch tokens, int layerIndex) {
        attention = block;
        batch = tokens;
        layer = layerIndex;
        runs = tokens.runCount();
        ws.parallel(prepare, tokens.count(), 1);
        ws.attended.reset(tokens.count(), block.heads() * block.valueLength());
        if (parts.length < runs) {
            grow();
        }
        units = 0;
        for (int i = 0; i < runs; i++) {
            divide(parts[i], tokens.run(i), block);
        }
        nextUnit.set(0);
        ws.parallel(attend, Math.min(units, ws.workers()), 1);
    }

    private void grow() {
        int from = parts.length;
        parts = Arrays.copyOf(parts, runs);
        for (int i = from; i < runs; i++) {
            parts[i] = new Part();
        }
    }

    private void divide(Part part, Batch.Run run, Attention block) {
        fill(part.task, run, block);
        part.rowFrom = run.from;
        part.rowTo = run.from + run.count;
        part.tiles = (run.count + TOKEN_TILE - 1) / TOKEN_TILE;
        // The heads of a group share the conversion of their keys and values; where that leaves
        // workers without work, a unit is one head.
        boolean shared =
                run.count >= TOKEN_TILE / 2
                        || runs * block.kvHeads() >= UNITS_PER_WORKER * ws.workers();
        part.headsPerUnit = shared ? part.task.group : 1;
        units += block.heads() / part.headsPerUnit * part.tiles;
        part.unitsUpTo = units;
    }

    private void fill(AttentionTask task, Batch.Run run, Attention block) {
        KvCache.Layer cache = run.layer(layer);
        task.q = ws.q;
        task.qStride = block.heads() * block.keyLength();
        task.keyLength = block.keyLength();
        task.valueLength = block.valueLength();
        task.out = ws.attended.values();
        task.outStride = block.heads() * block.valueLength();
        task.group = block.heads() / block.kvHeads();
        task.keys = cache.keys;
        task.values = cache.values;
        task.halfPrecision = cache.halfPrecision;
        task.firstPosition = run.firstPosition - run.from;
        task.tokens = run.count;
        task.window = block.window();
        task.scale = (float) (1 / Math.sqrt(block.keyLength()));
        task.alibiSlopes = block.position() instanceof Alibi(float[] slopes) ? slopes : null;
    }

    private void prepare(int from, int to, int worker) {
        Attention block = attention;
        Batch tokens = batch;
        if (block == null || tokens == null) {
            return;
        }
        int qWidth = block.heads() * block.keyLength();
        int kWidth = block.kvHeads() * block.keyLength();
        int vWidth = block.kvHeads() * block.valueLength();
        for (int t = from; t < to; t++) {
            adjust(block.qNorm(), ws.q, t * qWidth, qWidth, block.clamp());
            adjust(block.kNorm(), ws.k, t * kWidth, kWidth, block.clamp());
            adjust(null, ws.v, t * vWidth, vWidth, block.clamp());
            if (block.position() instanceof Rope rope) {
                rotate(rope, ws.q, t * qWidth, block.heads(), block.keyLength(), t);
                rotate(rope, ws.k, t * kWidth, block.kvHeads(), block.keyLength(), t);
            }
            KvCache.Layer cache = tokens.runOf(t).layer(layer);
            int position = tokens.position(t);
            cache.store(cache.keys, position, ws.k, t * kWidth, block.keyLength());
            cache.store(cache.values, position, ws.v, t * vWidth, block.valueLength());
        }
    }

    private void adjust(@Nullable Norm norm, float[] x, int offset, int width, float clamp) {
        Kernels kernels = ws.kernels;
        if (clamp > 0) {
            kernels.clamp(x, offset, width, clamp);
        }
        if (norm != null) {
            norm.apply(kernels, x, offset, x, offset);
        }
    }

    private void rotate(Rope rope, float[] x, int offset, int heads, int width, int token) {
        for (int h = 0; h < heads; h++) {
            ws.kernels.rotate(
                    x,
                    offset + h * width,
                    ws.cosSin,
                    token * rope.dimension(),
                    rope.dimension() / 2);
        }
    }

    /** Workers claim units as they get free: with causal attention later tokens cost more. */
    private void attend(int from, int to, int worker) {
        int run = 0;
        for (int unit = nextUnit.getAndIncrement();
                unit < units;
                unit = nextUnit.getAndIncrement()) {
            while (unit >= parts[run].unitsUpTo) {
                run++;
            }
            attend(parts[run], run == 0 ? unit : unit - parts[run - 1].unitsUpTo, worker);
        }
    }

    private void attend(Part part, int unit, int worker) {
        int head = unit / part.tiles * part.headsPerUnit;
        int row = part.rowFrom + unit % part.tiles * TOKEN_TILE;
        ws.kernels.attend(
                part.task,
                head,
                head + part.headsPerUnit,
                row,
                Math.min(part.rowTo, row + TOKEN_TILE),
                ws.scratch(worker));
    }
}
