package dev.triglot.engine.nn;

import dev.triglot.engine.kernel.AttentionTask;
import dev.triglot.engine.kernel.Kernels;
import dev.triglot.engine.runtime.RangeJob;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Between the projections: positions, the KV cache, and the attention itself. */
final class AttentionJob {
    /** Tokens that share a pass over keys and values when a prompt is ingested. */
    private static final int TOKEN_TILE = 16;

    private final Workspace ws;
    private final RangeJob prepare = this::prepare;
    private final RangeJob attend = this::attend;
    private final AttentionTask task = new AttentionTask();
    private final AtomicInteger nextUnit = new AtomicInteger();
    private @Nullable Attention attention;
    private KvCache.@Nullable Layer cache;
    private int tokens;
    private int tiles;
    private int headsPerUnit;
    private int units;

    AttentionJob(Workspace ws) {
        this.ws = ws;
    }

    /** Reads ws.q, ws.k, ws.v; writes the cache and ws.attended. */
    void run(Attention block, Batch batch, KvCache.Layer layer) {
        attention = block;
        cache = layer;
        tokens = batch.count();
        fill(block, batch, layer);
        ws.parallel(prepare, tokens, 1);
        ws.attended.reset(tokens, block.heads() * block.valueLength());
        // Few tokens: a unit is one head. Many: the heads of a group share the conversion of their
        // keys and values.
        boolean few = tokens < TOKEN_TILE / 2;
        headsPerUnit = few ? 1 : task.group;
        tiles = (tokens + TOKEN_TILE - 1) / TOKEN_TILE;
        units = block.heads() / headsPerUnit * tiles;
        nextUnit.set(0);
        ws.parallel(attend, Math.min(units, ws.workers()), 1);
    }

    private void fill(Attention block, Batch batch, KvCache.Layer layer) {
        task.q = ws.q;
        task.qStride = block.heads() * block.keyLength();
        task.keyLength = block.keyLength();
        task.valueLength = block.valueLength();
        task.out = ws.attended.values();
        task.outStride = block.heads() * block.valueLength();
        task.group = block.heads() / block.kvHeads();
        task.keys = layer.keys;
        task.values = layer.values;
        task.halfPrecision = layer.halfPrecision;
        task.firstPosition = batch.firstPosition();
        task.tokens = batch.count();
        task.window = block.window();
        task.scale = (float) (1 / Math.sqrt(block.keyLength()));
        task.alibiSlopes = block.position() instanceof Alibi(float[] slopes) ? slopes : null;
    }

    private void prepare(int from, int to, int worker) {
        Attention block = attention;
        KvCache.Layer layer = cache;
        if (block == null || layer == null) {
            return;
        }
        int kWidth = block.kvHeads() * block.keyLength();
        int vWidth = block.kvHeads() * block.valueLength();
        for (int t = from; t < to; t++) {
            adjust(block.qNorm(), ws.q, t * task.qStride, task.qStride, block.clamp());
            adjust(block.kNorm(), ws.k, t * kWidth, kWidth, block.clamp());
            adjust(null, ws.v, t * vWidth, vWidth, block.clamp());
            if (block.position() instanceof Rope rope) {
                rotate(rope, ws.q, t * task.qStride, block.heads(), block.keyLength(), t);
                rotate(rope, ws.k, t * kWidth, block.kvHeads(), block.keyLength(), t);
            }
            layer.store(layer.keys, task.firstPosition + t, ws.k, t * kWidth, block.keyLength());
            layer.store(
                    layer.values, task.firstPosition + t, ws.v, t * vWidth, block.valueLength());
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
        for (int unit = nextUnit.getAndIncrement();
                unit < units;
                unit = nextUnit.getAndIncrement()) {
            int head = unit / tiles * headsPerUnit;
            int token = unit % tiles * TOKEN_TILE;
            ws.kernels.attend(
                    task,
                    head,
                    head + headsPerUnit,
                    token,
                    Math.min(tokens, token + TOKEN_TILE),
                    ws.scratch(worker));
        }
    }
}
