package dev.triglot.engine.quant;

/**
 * How much an element's error counts where nothing is known of the activations it will meet. Large
 * weights carry most of a layer's output, so their relative error is what matters.
 */
enum Emphasis {
    /** w = rms(group) + |x|. */
    MAGNITUDE {
        @Override
        void weigh(float[] x, float[] w, int from, int n) {
            float rms = (float) Math.sqrt(meanSquare(x, from, n));
            for (int i = from; i < from + n; i++) {
                w[i] = rms + Math.abs(x[i]);
            }
        }
    },
    /** w = mean square(group) + x^2. */
    SQUARE {
        @Override
        void weigh(float[] x, float[] w, int from, int n) {
            float meanSquare = meanSquare(x, from, n);
            for (int i = from; i < from + n; i++) {
                w[i] = meanSquare + x[i] * x[i];
            }
        }
    };

    abstract void weigh(float[] x, float[] w, int from, int n);

    static float meanSquare(float[] x, int from, int n) {
        float sum = 0;
        for (int i = from; i < from + n; i++) {
            sum += x[i] * x[i];
        }
        return sum / n;
    }
}
