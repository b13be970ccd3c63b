package dev.triglot.engine.nn;

import dev.triglot.engine.kernel.Activations;
import dev.triglot.engine.kernel.WeightMatrix;
import dev.triglot.engine.runtime.RangeJob;
import dev.triglot.engine.runtime.WorkerPool;
import org.jspecify.annotations.Nullable;

/**
 * Runs up to three linear layers of one input: prepares the input once, then workers take shares of
 * the rows of each.
 */
final class LinearJob {
    private final Workspace ws;
    private final RangeJob multiply = this::multiply;
    private final RangeJob prepare = this::prepare;
    private final @Nullable Linear[] layers = new @Nullable Linear[3];
    private final float[] @Nullable [] outputs = new float[3] @Nullable [];
    private @Nullable Activations input;
    private @Nullable WeightMatrix preparing;
    private int shares;

    LinearJob(Workspace ws) {
        this.ws = ws;
    }

    void run(
            Activations x,
            Linear first,
            float[] y1,
            @Nullable Linear second,
            float @Nullable [] y2,
            @Nullable Linear third,
            float @Nullable [] y3) {
        input = x;
        set(0, first, y1);
        set(1, second, y2);
        set(2, third, y3);
        for (Linear layer : layers) {
            if (layer != null && x.needs(layer.weight().form(x.tokens()))) {
                preparing = layer.weight();
                ws.parallel(prepare, x.tokens(), 1);
            }
        }
        shares = ws.workers() * WorkerPool.PARTS;
        ws.parallel(multiply, shares, 1);
        if (ws.adapters() != null) {
            adapt(ws.adapters());
        }
        if (ws.inputSquares() != null) {
            observe(ws.inputSquares(), x);
        }
    }

    private void observe(InputSquares squares, Activations x) {
        for (Linear layer : layers) {
            if (layer != null) {
                squares.add(layer, x);
            }
        }
    }

    private void adapt(AdapterJob adapters) {
        for (int i = 0; i < layers.length; i++) {
            Linear layer = layers[i];
            float[] y = outputs[i];
            if (layer != null && y != null && input != null) {
                adapters.add(input, layer, y);
            }
        }
    }

    private void set(int i, @Nullable Linear layer, float @Nullable [] y) {
        layers[i] = layer;
        outputs[i] = y;
    }

    private void prepare(int from, int to, int worker) {
        if (preparing != null && input != null) {
            preparing.prepare(input, from, to);
        }
    }

    private void multiply(int from, int to, int worker) {
        for (int i = 0; i < layers.length; i++) {
            Linear layer = layers[i];
            float[] y = outputs[i];
            if (layer != null && y != null && input != null) {
                int rowFrom = share(layer.weight(), from);
                int rowTo = share(layer.weight(), to);
                if (rowFrom < rowTo) {
                    layer.weight().multiply(input, y, 0, rowFrom, rowTo, ws.scratch(worker));
                    addBias(layer, y, input.tokens(), rowFrom, rowTo);
                }
            }
        }
    }

    private int share(WeightMatrix weight, int share) {
        int rows = weight.rows();
        int groups = (rows + weight.rowAlignment() - 1) / weight.rowAlignment();
        return (int) Math.min(rows, (long) groups * share / shares * weight.rowAlignment());
    }

    private void addBias(Linear layer, float[] y, int tokens, int rowFrom, int rowTo) {
        float[] bias = layer.bias();
        if (bias != null) {
            for (int t = 0; t < tokens; t++) {
                ws.kernels.add(
                        bias, rowFrom, y, t * layer.weight().rows() + rowFrom, rowTo - rowFrom);
            }
        }
    }
}
