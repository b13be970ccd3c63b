package dev.triglot.engine.kernel;

import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/** Weights that are used where the file has them, row by row. */
abstract sealed class MappedMatrix implements WeightMatrix permits DequantizedMatrix, QuadMatrix {
    final MemorySegment weights;
    final int rows;
    final int columns;
    private final GgmlType type;

    MappedMatrix(Tensor tensor) {
        this.weights = tensor.data();
        this.type = tensor.type();
        this.rows = tensor.rows();
        this.columns = tensor.columns();
    }

    @Override
    public final int rows() {
        return rows;
    }

    @Override
    public final int columns() {
        return columns;
    }

    @Override
    public final GgmlType type() {
        return type;
    }

    @Override
    public final long packedBytes() {
        return 0;
    }

    @Override
    public final int rowAlignment() {
        return 1;
    }
}
