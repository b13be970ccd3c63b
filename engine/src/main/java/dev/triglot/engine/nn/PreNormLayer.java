package dev.triglot.engine.nn;

/**
 * The layer of most decoders: each sublayer reads the normalized stream and adds to it.
 *
 * <pre>
 * h = h + attention(norm(h))
 * h = h + feedForward(norm(h))
 * </pre>
 */
public record PreNormLayer(
        Norm attentionNorm, Attention attention, Norm feedForwardNorm, FeedForward feedForward)
        implements Transformer.Layer {
    @Override
    public void forward(Workspace ws, Batch batch, int index) {
        ws.normalize(attentionNorm, batch.count());
        attention.forward(ws, batch, index, ws.branch);
        ws.addToHidden(ws.branch, batch.count());

        ws.normalize(feedForwardNorm, batch.count());
        feedForward.forward(ws, ws.branch);
        ws.addToHidden(ws.branch, batch.count());
    }
}
