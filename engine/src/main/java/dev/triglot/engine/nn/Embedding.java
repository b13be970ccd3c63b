package dev.triglot.engine.nn;

import dev.triglot.engine.quant.BlockCodec;
import dev.triglot.engine.tensor.Tensor;
import dev.triglot.engine.tensor.TensorData;
import java.lang.foreign.MemorySegment;

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
            lookup(batch.token(t), out, t * width, width);
        }
    }

    private void lookup(int token, float[] out, int offset, int width) {
        // A slice would be an object per token.
        if (table.content() instanceof TensorData.Whole(MemorySegment rows)) {
            codec.dequantize(rows, (long) token * width, out, offset, width);
        } else {
            codec.dequantize(table.row(token), 0, out, offset, width);
        }
    }
}
