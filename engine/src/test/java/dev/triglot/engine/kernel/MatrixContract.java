package dev.triglot.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.quant.BlockCodecs;
import dev.triglot.engine.quant.RandomTensors;
import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Shape;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What matrix products of all implementations must keep. */
interface MatrixContract {
    List<Integer> ROWS = List.of(1, 3, 7, 16, 17, 31, 33, 64, 65, 100);
    List<Integer> TOKENS = List.of(1, 2, 3, 5, 8, 9, 33, 64);
    String TYPES = "dev.triglot.engine.kernel.MatrixContract#types";

    Kernels kernels();

    /** The table that this implementation is held to. */
    default MatrixErrorBounds matrixErrorBounds() {
        return MatrixErrorBounds.FAST;
    }

    /** In the order of their ids, so that a run can be repeated. */
    static Set<GgmlType> types() {
        return new TreeSet<>(BlockCodecs.supported());
    }

    /**
     * Row lengths with corners: one block, odd numbers of blocks, no multiple of any lane count.
     */
    static int[] columns(GgmlType type) {
        return switch (type.blockSize()) {
            case 1 -> new int[] {32, 33, 63, 100, 577, 1536, 4098};
            case 32 -> new int[] {32, 64, 96, 288, 576, 1536, 4096};
            default -> new int[] {256, 512, 768, 2304, 4096};
        };
    }

    @ParameterizedTest
    @MethodSource(TYPES)
    default void productsAreWithinTheTypesErrorBound(GgmlType type) {
        for (int columns : columns(type)) {
            for (int i = 0; i < ROWS.size(); i++) {
                // Every row count, every token count, and both orders of size.
                int tokens = TOKENS.get((i * 3 + columns) % TOKENS.size());
                double error =
                        new Product(kernels(), type, ROWS.get(i), columns, tokens, i).error();
                assertThat(error)
                        .as("%s, %d x %d, %d tokens", type, ROWS.get(i), columns, tokens)
                        .isLessThanOrEqualTo(matrixErrorBounds().of(type));
            }
        }
    }

    @ParameterizedTest
    @MethodSource(TYPES)
    default void activationsOfAnyMagnitudeKeepTheRelativeError(GgmlType type) {
        for (float magnitude : new float[] {1e-20f, 1e-4f, 1e5f}) {
            for (int tokens : new int[] {1, 9}) {
                Product product = new Product(kernels(), type, 33, 512, tokens, 1);
                product.scaleActivations(magnitude);
                assertThat(product.error())
                        .as("%s, magnitude %g", type, magnitude)
                        .isLessThanOrEqualTo(matrixErrorBounds().of(type));
            }
        }
    }

    @ParameterizedTest
    @MethodSource(TYPES)
    default void zeroActivationsGiveZero(GgmlType type) {
        for (int tokens : new int[] {1, 9}) {
            Product product = new Product(kernels(), type, 33, 512, tokens, 1);
            product.scaleActivations(0);
            assertThat(product.multiply()).containsOnly(0f);
        }
    }

    @ParameterizedTest
    @MethodSource(TYPES)
    default void aNanActivationSpoilsItsTokenAlone(GgmlType type) {
        for (int tokens : new int[] {2, 9}) {
            int rows = 33;
            Product product = new Product(kernels(), type, rows, 512, tokens, 1);
            float[] clean = product.multiply();
            product.setActivation(1, 300, Float.NaN);
            float[] y = product.multiply();
            assertThat(Arrays.copyOfRange(y, rows, 2 * rows)).containsOnly(Float.NaN);
            Arrays.fill(y, rows, 2 * rows, 0);
            Arrays.fill(clean, rows, 2 * rows, 0);
            assertThat(y).isEqualTo(clean);
        }
    }

    /** A hostile file may hold anything: scales that are NaN, infinite or subnormal. */
    @ParameterizedTest
    @MethodSource(TYPES)
    default void weightsOfAnyBitsAreComputedWith(GgmlType type) {
        for (int tokens : new int[] {1, 9}) {
            byte[] bits = new byte[Math.toIntExact(33 * type.rowBytes(512))];
            new Random(tokens).nextBytes(bits);
            Tensor tensor =
                    new Tensor("t", type, new Shape(512, 33), 0, MemorySegment.ofArray(bits));
            Product product = new Product(kernels(), tensor, tokens, 1);
            float[] y = new float[tokens * 33];
            Arrays.fill(y, -1.25f);
            product.matrix.multiply(product.prepared(), y, 0, 0, 33, new Scratch());
            assertThat(y).doesNotContain(-1.25f);
        }
    }

    @ParameterizedTest
    @MethodSource(TYPES)
    default void rowRangesGiveTheSameBits(GgmlType type) {
        for (int tokens : TOKENS) {
            Product product = new Product(kernels(), type, 100, 768, tokens, 1);
            float[] whole = product.multiply();
            int alignment = product.matrix.rowAlignment();
            int first = Math.min(100, alignment);
            int second = Math.min(100, (100 / 2 / alignment + 1) * alignment);
            assertThat(product.multiply(first, second)).as("%d tokens", tokens).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @MethodSource(TYPES)
    default void onlyTheRangesRowsAreWritten(GgmlType type) {
        Product product = new Product(kernels(), type, 100, 256, 3, 1);
        int from = product.matrix.rowAlignment();
        int to = Math.min(100, 2 * from);
        float[] y = new float[5 + 300 + 7];
        Arrays.fill(y, -1.25f);

        product.matrix.multiply(product.prepared(), y, 5, Math.min(from, 100), to, new Scratch());

        for (int i = 0; i < y.length; i++) {
            int row = (i - 5) % 100;
            boolean written = i >= 5 && i < 305 && row >= from && row < to;
            assertThat(y[i] != -1.25f).as("y[%d]", i).isEqualTo(written);
        }
    }

    @ParameterizedTest
    @MethodSource(TYPES)
    default void preparationMayBeSplitByTokens(GgmlType type) {
        for (int tokens : TOKENS) {
            Product product = new Product(kernels(), type, 33, 512, tokens, 1);
            float[] whole = product.multiply();

            Activations x = product.activations;
            Object form = product.matrix.form(tokens);
            float[] values = Arrays.copyOf(x.values(), tokens * 512);
            x.reset(tokens, 512);
            System.arraycopy(values, 0, x.values(), 0, values.length);
            if (x.needs(form)) {
                product.matrix.prepare(x, tokens / 2, tokens);
                product.matrix.prepare(x, 0, tokens / 2);
            }
            float[] y = new float[tokens * 33];
            product.matrix.multiply(x, y, 0, 0, 33, new Scratch());

            assertThat(y).as("%d tokens", tokens).isEqualTo(whole);
        }
    }

    /** Matrices that name the same form accept what another one prepared, whatever their types. */
    @ParameterizedTest
    @MethodSource(TYPES)
    default void equalFormsShareOnePreparation(GgmlType type) {
        for (int tokens : TOKENS) {
            Product product = new Product(kernels(), type, 33, 512, tokens, 1);
            float[] expected = product.multiply();
            for (GgmlType other : types()) {
                Product preparer = new Product(kernels(), other, 17, 512, tokens, 2);
                if (preparer.matrix.form(tokens).equals(product.matrix.form(tokens))) {
                    preparer.copyActivationsOf(product);
                    float[] y = new float[tokens * 33];
                    product.matrix.multiply(preparer.prepared(), y, 0, 0, 33, new Scratch());
                    assertThat(y).as("prepared by %s", other).isEqualTo(expected);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource(TYPES)
    default void multiplyingAllocatesNothingOnceWarm(GgmlType type) {
        for (int tokens : new int[] {1, 9}) {
            Product product = new Product(kernels(), type, 33, 512, tokens, 1);
            float[] y = new float[tokens * 33];
            Scratch scratch = new Scratch();
            AllocationMeter.assertEventuallyNone(() -> {
                product.activations.reset(tokens, 512);
                product.matrix.multiply(product.prepared(), y, 0, 0, 33, scratch);
            });
        }
    }

    @ParameterizedTest
    @MethodSource(TYPES)
    default void theMatrixKnowsItsShape(GgmlType type) {
        WeightMatrix matrix = new Product(kernels(), type, 33, 768, 1, 1).matrix;
        assertThat(matrix.rows()).isEqualTo(33);
        assertThat(matrix.columns()).isEqualTo(768);
        assertThat(matrix.type()).isEqualTo(type);
        assertThat(matrix.rowAlignment()).isPositive();
        assertThat(matrix.packedBytes()).isNotNegative();
    }

    @Test
    default void aTypeThatCannotBeComputedWithIsNamed() {
        Tensor tensor =
                new Tensor(
                        "t",
                        GgmlType.IQ1_S,
                        new Shape(256, 1),
                        0,
                        MemorySegment.ofArray(new byte[50]));
        assertThatThrownBy(() -> kernels().matrix(tensor, Arena.ofAuto()))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("IQ1_S");
    }

    /** One weight matrix, one batch of activations. */
    final class Product {
        final WeightMatrix matrix;
        final Activations activations;
        private final Tensor tensor;
        private final int rows;
        private final int columns;
        private final int tokens;

        Product(Kernels kernels, GgmlType type, int rows, int columns, int tokens, long seed) {
            this(kernels, RandomTensors.of(type, rows, columns, seed), tokens, seed);
        }

        Product(Kernels kernels, Tensor tensor, int tokens, long seed) {
            this.tensor = tensor;
            this.matrix = kernels.matrix(tensor, Arena.ofAuto());
            this.rows = tensor.rows();
            this.columns = tensor.columns();
            this.tokens = tokens;
            // Larger than needed, as in a session where the widest layer decides.
            this.activations = new Activations(tokens + 1, columns + 96);
            activations.reset(tokens, columns);
            Random random = new Random(seed + 1000);
            for (int i = 0; i < tokens * columns; i++) {
                activations.values()[i] = (float) random.nextGaussian();
            }
        }

        void scaleActivations(float factor) {
            activations.reset(tokens, columns);
            for (int i = 0; i < tokens * columns; i++) {
                activations.values()[i] *= factor;
            }
        }

        void setActivation(int token, int column, float value) {
            activations.reset(tokens, columns);
            activations.values()[token * columns + column] = value;
        }

        void copyActivationsOf(Product other) {
            activations.reset(tokens, columns);
            System.arraycopy(
                    other.activations.values(), 0, activations.values(), 0, tokens * columns);
        }

        /** The activations in the matrix's form. */
        Activations prepared() {
            if (activations.needs(matrix.form(tokens))) {
                matrix.prepare(activations, 0, tokens);
            }
            return activations;
        }

        /** [tokens, rows], computed in ranges that end at these rows. */
        float[] multiply(int... ends) {
            float[] y = new float[tokens * rows];
            Scratch scratch = new Scratch();
            int from = 0;
            for (int end : ends) {
                matrix.multiply(prepared(), y, 0, from, end, scratch);
                from = end;
            }
            matrix.multiply(prepared(), y, 0, from, rows, scratch);
            return y;
        }

        /** The largest error in the units of {@link MatrixErrorBounds}. */
        double error() {
            float[] y = multiply();
            float[] weights = DoubleReference.values(tensor);
            float[] x = activations.values();
            double worst = 0;
            for (int t = 0; t < tokens; t++) {
                double xNorm = DoubleReference.norm(x, t * columns, columns);
                for (int r = 0; r < rows; r++) {
                    double exact =
                            DoubleReference.dot(weights, r * columns, x, t * columns, columns);
                    double unit =
                            DoubleReference.norm(weights, r * columns, columns)
                                    * xNorm
                                    / Math.sqrt(columns);
                    double error = Math.abs(y[t * rows + r] - exact) / unit;
                    worst = Double.isNaN(error) ? Double.POSITIVE_INFINITY : Math.max(worst, error);
                }
            }
            return worst;
        }
    }
}
