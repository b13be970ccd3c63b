package dev.triglot.engine.kernel;

import dev.triglot.engine.tensor.GgmlType;

/**
 * How far a matrix product may be from the exact one, per weight type.
 *
 * <p>A bound is of |y - exact| * sqrt(columns) / (|row| |x|) with Euclidean norms: the rounding
 * error of one activation in units of their size, whatever the shape.
 */
interface MatrixErrorBounds {
    double of(GgmlType type);

    /** For exact products summed in double: one rounding to float is left. */
    MatrixErrorBounds EXACT = type -> 1e-6;

    /**
     * For float weights summed in float, and activations rounded to 8 bits by blocks of 32: an
     * error of 0.005 standard deviations, six times that for the worst of thousands.
     */
    MatrixErrorBounds FAST =
            type ->
                    switch (type) {
                        case F32 -> 3e-5;
                        case F16 -> 3e-5;
                        case BF16 -> 3e-5;
                        case Q4_0 -> 0.03;
                        case Q4_1 -> 0.03;
                        case Q5_0 -> 0.03;
                        case Q5_1 -> 0.03;
                        case Q8_0 -> 0.03;
                        case Q2_K -> 0.03;
                        case Q3_K -> 0.03;
                        case Q4_K -> 0.03;
                        case Q5_K -> 0.03;
                        case Q6_K -> 0.03;
                        case IQ4_NL -> 0.03;
                        case IQ4_XS -> 0.03;
                        case Q4_0_V0, Q4_0_V1, Q4_1_V0, Q4_1_V1 -> 0.03;
                        case Q4_2, Q4_3 -> 0.03;
                        case Q5_0_V0, Q5_1_V0 -> 0.03;
                        case Q8_0_V0 -> 0.03;
                        default -> throw new IllegalArgumentException("no error bound for " + type);
                    };
}
