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

    private final Workspace ws;
    private final RangeJob prepare = this::prepare;
    private final RangeJob attend = this::attend;
    private final RangeJob join = this::join;
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

    /**
     * The attention of one run; a unit of work is some of its heads for some of its tokens, or for
     * some positions.
     */
    private static final class Part {
        final AttentionTask task = new AttentionTask();
        int tiles;
        int chunks;
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
        boolean inChunks = false;
        for (int i = 0; i < runs; i++) {
            divide(parts[i], tokens.run(i), block);
            inChunks |= parts[i].chunks > 1;
        }
        nextUnit.set(0);
        ws.parallel(attend, Math.min(units, ws.workers()), 1);
        if (inChunks) {
            ws.parallel(join, runs * block.heads(), 1);
        }
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
        part.chunks = ws.kernels.attentionChunks(part.task);
        part.tiles = (run.count + TOKEN_TILE - 1) / TOKEN_TILE;
        // The heads of a group share the conversion of their keys and values; where that leaves
        // workers without work, a unit is one head.
        boolean shared =
                part.chunks > 1 || part.tiles > 1 || runs * block.kvHeads() >= ws.workers();
        part.headsPerUnit = shared ? part.task.group : 1;
        units += block.heads() / part.headsPerUnit * Math.max(part.tiles, part.chunks);
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
        task.type = cache.type;
        task.firstPosition = run.firstPosition - run.from;
        task.firstToken = run.from;
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
            cache.store(
                    position,
                    ws.k,
                    t * kWidth,
                    block.keyLength(),
                    ws.v,
                    t * vWidth,
                    block.valueLength());
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
        AttentionTask task = part.task;
        if (part.chunks > 1) {
            ws.kernels.attendChunk(
                    task, unit / part.chunks, unit % part.chunks, ws.scratch(worker));
            return;
        }
        int head = unit / part.tiles * part.headsPerUnit;
        int row = task.firstToken + unit % part.tiles * TOKEN_TILE;
        ws.kernels.attend(
                task,
                head,
                head + part.headsPerUnit,
                row,
                Math.min(task.firstToken + task.tokens, row + TOKEN_TILE),
                ws.scratch(worker));
    }

    /** Heads [from, to) of all runs, one run after the other. */
    private void join(int from, int to, int worker) {
        int heads = parts[0].task.heads();
        for (int i = from; i < to; i++) {
            Part part = parts[i / heads];
            if (part.chunks > 1) {
                int head = i % heads;
                ws.kernels.joinChunks(part.task, part.chunks, head, head + 1);
            }
        }
    }
}
