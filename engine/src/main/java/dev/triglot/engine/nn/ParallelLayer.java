package dev.triglot.engine.nn;

/**
 * A layer whose sublayers read the same normalized stream.
 *
 * <pre>
 * n = norm(h)
 * h = h + attention(n) + feedForward(n)
 * </pre>
 */
public record ParallelLayer(Norm norm, Attention attention, FeedForward feedForward)
        implements Transformer.Layer {
    @Override
    public void forward(Workspace ws, Batch batch, int index) {
        ws.normalize(norm, batch.count());
        attention.forward(ws, batch, index, ws.branch);
        feedForward.forward(ws, ws.branch2);
        ws.addToHidden(ws.branch, batch.count());
        ws.addToHidden(ws.branch2, batch.count());
    }
}
