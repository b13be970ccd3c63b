package dev.triglot.engine.quantize;

import dev.triglot.engine.format.TensorSource;
import dev.triglot.engine.tensor.Tensor;
import dev.triglot.engine.tensor.TensorData;
import java.lang.foreign.MemorySegment;

/** Rows that keep their type: bytes go from the mapped file to the new one. */
final class CopiedRows implements RowWriter {
    private final Tensor tensor;
    private final FiniteRows finite;
    private final TensorSource.Sink sink;
    private final long rowBytes;

    CopiedRows(Tensor tensor, FiniteRows finite, TensorSource.Sink sink) {
        this.tensor = tensor;
        this.finite = finite;
        this.sink = sink;
        this.rowBytes = tensor.type().rowBytes(tensor.columns());
    }

    @Override
    public void write(int first, int n) {
        for (int row = first; row < first + n; row++) {
            finite.check(tensor.row(row), row);
        }
        if (tensor.content() instanceof TensorData.Whole(MemorySegment all)) {
            sink.write(first * rowBytes, all.asSlice(first * rowBytes, n * rowBytes));
            return;
        }
        for (int row = first; row < first + n; row++) {
            sink.write(row * rowBytes, tensor.row(row));
        }
    }
}
