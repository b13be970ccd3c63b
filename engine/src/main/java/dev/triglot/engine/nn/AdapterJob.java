package dev.triglot.engine.nn;

import dev.triglot.engine.kernel.Activations;
import dev.triglot.engine.kernel.WeightMatrix;
import dev.triglot.engine.runtime.RangeJob;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** y += scale * B (A x), for every adapter of a layer. Exists only where a session has adapters. */
final class AdapterJob {
    private final Workspace ws;
    private final Adapters adapters;
    private final RangeJob prepare = this::prepare;
    private final RangeJob multiply = this::multiply;

    /** A x, [tokens, rank]. */
    private final Activations inner;

    /** B (A x), [tokens, out]; as large as any layer needed it: heads are large, for few tokens. */
    private float[] addend = new float[0];

    private @Nullable WeightMatrix matrix;
    private @Nullable Activations input;
    private float[] output;
    private float @Nullable [] sum;

    AdapterJob(Workspace ws, Adapters adapters) {
        this.ws = ws;
        this.adapters = adapters;
        this.inner = new Activations(ws.maxTokens(), adapters.maxRank());
        this.output = addend;
    }

    /** Adds to y, [tokens, out], what a layer's adapters give for x, [tokens, in]. */
    void add(Activations x, Linear layer, float[] y) {
        List<LowRank> additions = adapters.of(layer);
        for (int i = 0; i < additions.size(); i++) {
            LowRank addition = additions.get(i);
            inner.reset(x.tokens(), addition.rank());
            run(addition.a(), x, inner.values(), null);
            scale(inner.values(), x.tokens() * addition.rank(), addition.scale());
            int needed = Math.multiplyExact(x.tokens(), addition.b().rows());
            if (addend.length < needed) {
                addend = new float[needed];
            }
            run(addition.b(), inner, addend, y);
        }
    }

    /** out = weight * in; where there is a sum, it is added to that too. */
    private void run(WeightMatrix weight, Activations in, float[] out, float @Nullable [] addTo) {
        matrix = weight;
        input = in;
        output = out;
        sum = addTo;
        if (in.needs(weight.form(in.tokens()))) {
            ws.parallel(prepare, in.tokens(), 1);
        }
        ws.parallel(multiply, weight.rows(), weight.rowAlignment());
    }

    private static void scale(float[] values, int n, float by) {
        for (int i = 0; i < n; i++) {
            values[i] *= by;
        }
    }

    private void prepare(int from, int to, int worker) {
        if (matrix != null && input != null) {
            matrix.prepare(input, from, to);
        }
    }

    private void multiply(int from, int to, int worker) {
        WeightMatrix weight = matrix;
        Activations x = input;
        if (weight == null || x == null) {
            return;
        }
        weight.multiply(x, output, 0, from, to, ws.scratch(worker));
        if (sum != null) {
            for (int t = 0; t < x.tokens(); t++) {
                int at = t * weight.rows() + from;
                ws.kernels.add(output, at, sum, at, to - from);
            }
        }
    }
}
