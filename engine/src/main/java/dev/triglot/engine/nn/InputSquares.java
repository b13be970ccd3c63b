package dev.triglot.engine.nn;

import dev.triglot.engine.kernel.Activations;
import java.util.IdentityHashMap;

/**
 * Sums of the squared inputs that layers of a model have met, by column: what a matrix's importance
 * is made from. Serves one thread.
 */
public final class InputSquares {
    /** By identity: layers with equal weights are different layers. */
    private final IdentityHashMap<Linear, Sums> layers = new IdentityHashMap<>();

    /** What one layer has met. */
    public static final class Sums {
        private final double[] squares;
        private long inputs;

        private Sums(int columns) {
            this.squares = new double[columns];
        }

        /** A sum for each column. */
        public double[] squares() {
            return squares;
        }

        /** How many vectors have been summed up. */
        public long inputs() {
            return inputs;
        }

        private void add(Activations x) {
            float[] values = x.values();
            for (int t = 0; t < x.tokens(); t++) {
                int at = t * squares.length;
                for (int i = 0; i < squares.length; i++) {
                    squares[i] += (double) values[at + i] * values[at + i];
                }
            }
            inputs += x.tokens();
        }
    }

    /** Begins to listen to a layer. */
    public Sums of(Linear layer) {
        return layers.computeIfAbsent(layer, key -> new Sums(key.weight().columns()));
    }

    void add(Linear layer, Activations x) {
        Sums sums = layers.get(layer);
        if (sums != null) {
            sums.add(x);
        }
    }
}
