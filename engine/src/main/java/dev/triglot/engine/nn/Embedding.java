package dev.triglot.engine.nn;

import dev.triglot.engine.quant.BlockCodec;
import dev.triglot.engine.tensor.Tensor;

/**
 * The token embedding.
 *
 * @param table [vocabulary, embedding]
 * @param codec of the table's type
 */
public record Embedding(Tensor table, BlockCodec codec) {
    /** out = the embedding of every token of the batch, [tokens, embedding]. */
    public void lookup(Batch batch, float[] out) {
        int width = table.columns();
        for (int t = 0; t < batch.count(); t++) {
            codec.dequantize(table.row(batch.token(t)), 0, out, t * width, width);
        }
    }
}
