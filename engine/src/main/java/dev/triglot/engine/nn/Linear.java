package dev.triglot.engine.nn;

import dev.triglot.engine.kernel.Activations;
import dev.triglot.engine.kernel.WeightMatrix;
import org.jspecify.annotations.Nullable;

/**
 * y = W x + b.
 *
 * @param weight [out, in]
 * @param bias [out], or null
 */
public record Linear(WeightMatrix weight, float @Nullable [] bias) {
    /** y: [tokens, out]. */
    public void forward(Workspace ws, Activations x, float[] y) {
        ws.linear.run(x, this, y, null, null, null, null);
    }

    /** Two layers of the same input in one parallel region. */
    static void forward(
            Workspace ws, Activations x, Linear first, float[] y1, Linear second, float[] y2) {
        ws.linear.run(x, first, y1, second, y2, null, null);
    }

    /** Three layers of the same input in one parallel region. */
    static void forward(
            Workspace ws,
            Activations x,
            Linear first,
            float[] y1,
            Linear second,
            float[] y2,
            Linear third,
            float[] y3) {
        ws.linear.run(x, first, y1, second, y2, third, y3);
    }
}
