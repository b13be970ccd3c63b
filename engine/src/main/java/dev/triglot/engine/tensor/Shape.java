package dev.triglot.engine.tensor;

import java.util.Arrays;

/**
 * The dimensions of a tensor, innermost first, as ggml stores them: {@code [columns, rows, ...]}.
 *
 * @param dimensions one to four sizes, each at least 1
 */
public record Shape(long... dimensions) {
    public Shape {
        dimensions = dimensions.clone();
    }

    /** The size of the innermost dimension. */
    public long columns() {
        return dimensions[0];
    }

    /** The product of all other dimensions; 1 for a vector. */
    public long rows() {
        long rows = 1;
        for (int i = 1; i < dimensions.length; i++) {
            rows = Math.multiplyExact(rows, dimensions[i]);
        }
        return rows;
    }

    public long elements() {
        return Math.multiplyExact(columns(), rows());
    }

    @Override
    public long[] dimensions() {
        return dimensions.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape that && Arrays.equals(dimensions, that.dimensions);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dimensions);
    }

    /** For messages: {@code 576 x 1536}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (long dimension : dimensions) {
            text.append(text.isEmpty() ? "" : " x ").append(dimension);
        }
        return text.toString();
    }
}
