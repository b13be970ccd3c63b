package dev.triglot.engine.nn;

import dev.triglot.engine.kernel.Activations;
import java.util.List;

/**
 * A decoder: embedding, layers, final norm, head. Immutable and shared by sessions.
 *
 * @param position the rotation of queries and keys, or ALiBi
 * @param head [vocabulary, embedding]
 */
public record Transformer(
        Embedding embedding,
        PositionEncoding position,
        List<Layer> layers,
        Norm outputNorm,
        Linear head) {
    /** One layer of an architecture. */
    public interface Layer {
        /**
         * Adds the layer's contribution to ws.hidden, [tokens, embedding]; keys and values join the
         * caches.
         *
         * @param index of this layer
         */
        void forward(Workspace ws, Batch batch, int index);
    }

    public Transformer {
        layers = List.copyOf(layers);
    }

    /**
     * Evaluates a batch; ws.hidden holds its hidden states afterwards, before the final norm.
     *
     * @return false if the pass was abandoned because it was cancelled; the positions of the batch
     *     in the caches are then undefined
     */
    public boolean forward(Workspace ws, Batch batch) {
        embedding.lookup(batch, ws.hidden);
        if (position instanceof Rope rope) {
            for (int t = 0; t < batch.count(); t++) {
                rope.cosSin(batch.position(t), ws.cosSin, t * rope.dimension());
            }
        }
        for (int i = 0; i < layers.size(); i++) {
            if (ws.isCancelled()) {
                return false;
            }
            layers.get(i).forward(ws, batch, i);
        }
        return true;
    }

    /**
     * Logits of some tokens of the last batch.
     *
     * @param rows of the tokens in the batch
     * @param count how many of the rows
     * @param out [count, vocabulary]
     */
    public void logits(Workspace ws, int[] rows, int count, float[] out) {
        Activations normed = ws.normed;
        int width = outputNorm.width();
        normed.reset(count, width);
        for (int t = 0; t < count; t++) {
            outputNorm.apply(ws.kernels, ws.hidden, rows[t] * width, normed.values(), t * width);
        }
        head.forward(ws, normed, out);
    }

    /**
     * Hidden states of some tokens of the last batch, after the final norm.
     *
     * @param from index of the first token in the batch
     * @param out [count, embedding]
     */
    public void hiddenStates(Workspace ws, int from, int count, float[] out) {
        int width = outputNorm.width();
        for (int t = 0; t < count; t++) {
            outputNorm.apply(ws.kernels, ws.hidden, (from + t) * width, out, t * width);
        }
    }

    /** Numbers of a hidden state. */
    public int embeddingLength() {
        return outputNorm.width();
    }

    /** Rows of the head. */
    public int vocabSize() {
        return head.weight().rows();
    }
}
