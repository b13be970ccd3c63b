package dev.triglot.engine.nn;

import dev.triglot.engine.kernel.Kernels;
import dev.triglot.engine.runtime.RangeJob;
import org.jspecify.annotations.Nullable;

/**
 * Operations on each token's row alone; workers split the tokens. One object per workspace, so
 * nothing is allocated.
 */
final class RowsJob {
    private enum Operation {
        NORMALIZE,
        ADD,
        SILU_MULTIPLY,
        GELU_TANH,
        GELU_EXACT
    }

    private final Workspace ws;
    private final RangeJob job = this::rows;
    private Operation operation = Operation.ADD;
    private float[] x = new float[0];
    private float[] y = new float[0];
    private int width;
    private @Nullable Norm norm;

    RowsJob(Workspace ws) {
        this.ws = ws;
    }

    /** out = norm(in), [tokens, width of the norm]. */
    void normalize(Norm by, float[] in, float[] out, int tokens) {
        norm = by;
        run(Operation.NORMALIZE, in, out, by.width(), tokens);
    }

    /** sum += addend, [tokens, width]. */
    void add(float[] addend, float[] sum, int rowWidth, int tokens) {
        run(Operation.ADD, addend, sum, rowWidth, tokens);
    }

    /** gate = silu(gate) * up, [tokens, width]. */
    void siluMultiply(float[] up, float[] gate, int rowWidth, int tokens) {
        run(Operation.SILU_MULTIPLY, up, gate, rowWidth, tokens);
    }

    /** values = gelu(values), [tokens, width]. */
    void gelu(float[] values, int rowWidth, int tokens, boolean tanh) {
        run(tanh ? Operation.GELU_TANH : Operation.GELU_EXACT, values, values, rowWidth, tokens);
    }

    private void run(Operation what, float[] in, float[] out, int rowWidth, int tokens) {
        operation = what;
        x = in;
        y = out;
        width = rowWidth;
        ws.parallel(job, tokens, 1);
    }

    private void rows(int from, int to, int worker) {
        Kernels kernels = ws.kernels;
        for (int t = from; t < to; t++) {
            int row = t * width;
            switch (operation) {
                case NORMALIZE -> {
                    if (norm != null) {
                        norm.apply(kernels, x, row, y, row);
                    }
                }
                case ADD -> kernels.add(x, row, y, row, width);
                case SILU_MULTIPLY -> kernels.siluMultiply(y, row, x, row, width);
                case GELU_TANH -> kernels.gelu(y, row, width, true);
                case GELU_EXACT -> kernels.gelu(y, row, width, false);
            }
        }
    }
}
