package dev.triglot.engine.nn;

import dev.triglot.engine.kernel.Kernels;
import org.jspecify.annotations.Nullable;

/** Normalization of one row. */
public sealed interface Norm {
    /** y = norm(x) over the weight's length; x and y may be the same. */
    void apply(Kernels kernels, float[] x, int xOffset, float[] y, int yOffset);

    /** Elements of a row. */
    int width();

    /** Zhang and Sennrich 2019, arXiv:1910.07467. */
    record Rms(float[] weight, float epsilon) implements Norm {
        @Override
        public void apply(Kernels kernels, float[] x, int xOffset, float[] y, int yOffset) {
            kernels.rmsNorm(x, xOffset, weight, epsilon, y, yOffset, weight.length);
        }

        @Override
        public int width() {
            return weight.length;
        }
    }

    /** Ba et al. 2016, arXiv:1607.06450. */
    record Layer(float[] weight, float @Nullable [] bias, float epsilon) implements Norm {
        @Override
        public void apply(Kernels kernels, float[] x, int xOffset, float[] y, int yOffset) {
            kernels.layerNorm(x, xOffset, weight, bias, epsilon, y, yOffset, weight.length);
        }

        @Override
        public int width() {
            return weight.length;
        }
    }
}
