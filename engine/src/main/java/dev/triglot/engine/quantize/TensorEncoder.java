package dev.triglot.engine.quantize;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.format.TensorSource;
import dev.triglot.engine.quant.BlockCodec;
import dev.triglot.engine.quant.BlockCodecs;
import dev.triglot.engine.quant.BlockEncoder;
import dev.triglot.engine.quant.Rounding;
import dev.triglot.engine.runtime.WorkerPool;
import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Writes a tensor as another type, rows in parallel, a few megabytes at a time. */
public final class TensorEncoder {
    /** Elements that are encoded between two writes. */
    private static final int CHUNK = 1 << 21;

    /** Elements that a worker takes at once: its floats stay in the second-level cache. */
    private static final int PART = 1 << 15;

    /** Beyond this, scales in half precision would be infinite. */
    private static final float LARGEST_HALF = 65504;

    private final Path file;
    private final WorkerPool pool;
    private final Rounding rounding;

    /**
     * @param file for messages: where the tensors come from
     * @param rounding the inner loops of encoders
     */
    public TensorEncoder(Path file, WorkerPool pool, Rounding rounding) {
        this.file = file;
        this.pool = pool;
        this.rounding = rounding;
    }

    /**
     * Describes the tensor to the writer.
     *
     * @param importance a weight for each column, or null
     */
    public TensorSource source(
            String name, Tensor tensor, GgmlType type, float @Nullable [] importance) {
        return new TensorSource(
                name, type, tensor.shape(), sink -> encode(tensor, type, importance, sink));
    }

    /**
     * Encodes all rows.
     *
     * @throws ModelFormatException if an element is NaN, infinite or too large for the type
     */
    private void encode(
            Tensor tensor, GgmlType type, float @Nullable [] importance, TensorSource.Sink sink) {
        int columns = tensor.columns();
        int rowsAtOnce = Math.clamp(CHUNK / columns, 1, tensor.rows());
        long rowBytes = type.rowBytes(columns);
        MemorySegment out = MemorySegment.ofArray(new byte[Math.toIntExact(rowsAtOnce * rowBytes)]);
        int rowsAPart = Math.clamp(PART / columns, 1, rowsAtOnce);
        float[] weights = importance == null ? null : repeat(importance, rowsAPart);
        float[] @Nullable [] values = new float[pool.threads()] @Nullable [];
        Rows rows = new Rows(tensor, type, weights, rowsAPart, out);
        for (int first = 0; first < tensor.rows(); first += rowsAtOnce) {
            int from = first;
            int n = Math.min(rowsAtOnce, tensor.rows() - first);
            pool.run(
                    (begin, end, worker) -> {
                        float[] own = values[worker];
                        if (own == null) {
                            own = new float[rowsAPart * columns];
                            values[worker] = own;
                        }
                        rows.encode(from, begin, end, own);
                    },
                    n,
                    rowsAPart);
            sink.write(out.asSlice(0, n * rowBytes));
        }
    }

    private static float[] repeat(float[] row, int times) {
        float[] repeated = new float[row.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(row, 0, repeated, i * row.length, row.length);
        }
        return repeated;
    }

    /** The way of one tensor's rows into a buffer. */
    private final class Rows {
        private final Tensor tensor;
        private final int columns;
        private final BlockCodec from;
        private final BlockEncoder to;
        private final float limit;
        private final float @Nullable [] importance;
        private final int rowsAPart;
        private final MemorySegment out;

        Rows(
                Tensor tensor,
                GgmlType type,
                float @Nullable [] importance,
                int rowsAPart,
                MemorySegment out) {
            this.tensor = tensor;
            this.columns = tensor.columns();
            this.from = BlockCodecs.of(tensor.type());
            this.to = BlockCodecs.encoder(type);
            this.limit =
                    type == GgmlType.F32 || type == GgmlType.BF16 ? Float.MAX_VALUE : LARGEST_HALF;
            this.importance = importance;
            this.rowsAPart = rowsAPart;
            this.out = out;
        }

        /** Encodes rows first + [begin, end) to place begin in the buffer. */
        void encode(int first, int begin, int end, float[] values) {
            for (int row = begin; row < end; row += rowsAPart) {
                int n = Math.min(rowsAPart, end - row);
                for (int i = 0; i < n; i++) {
                    int source = first + row + i;
                    from.dequantize(tensor.row(source), 0, values, i * columns, columns);
                    check(values, i * columns, source);
                }
                to.quantize(
                        values, importance, rounding, 0, out, (long) row * columns, n * columns);
            }
        }

        private void check(float[] values, int offset, int row) {
            int outside = 0;
            for (int i = offset; i < offset + columns; i++) {
                // Written so that NaN is outside too.
                outside += Math.abs(values[i]) <= limit ? 0 : 1;
            }
            if (outside == 0) {
                return;
            }
            for (int i = 0; i < columns; i++) {
                float value = values[offset + i];
                if (!(Math.abs(value) <= limit)) {
                    throw new ModelFormatException(
                            file,
                            "tensor " + tensor.name(),
                            "row %d, column %d is %s, which cannot be quantized: the model is damaged, or too large in magnitude for half precision (bf16 would do)"
                                    .formatted(row, i, value));
                }
            }
        }
    }
}
