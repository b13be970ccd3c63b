package dev.triglot.engine.quantize;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.format.TensorSource;
import dev.triglot.engine.quant.Rounding;
import dev.triglot.engine.runtime.WorkerPool;
import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Tensor;
import dev.triglot.engine.tensor.TensorData;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Writes a tensor as another type, or as it is. Threads take parts of some rows, and each writes
 * its own, so that writing goes on while others compute.
 */
public final class TensorEncoder {
    /** Elements of a part: its floats and its blocks stay in the second-level cache. */
    private static final int PART = 1 << 15;

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
     * @param type the tensor's own one keeps its bytes
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
        int rowsAPart = Math.clamp(PART / tensor.columns(), 1, tensor.rows());
        int parts = Math.ceilDiv(tensor.rows(), rowsAPart);
        FiniteRows finite = new FiniteRows(file, tensor, type);
        AtomicInteger next = new AtomicInteger();
        pool.run(
                (begin, end, worker) -> {
                    try (Arena arena = Arena.ofConfined()) {
                        RowWriter rows =
                                type == tensor.type()
                                        ? new CopiedRows(tensor, finite, sink)
                                        : new RoundedRows(
                                                tensor,
                                                type,
                                                importance,
                                                rounding,
                                                finite,
                                                sink,
                                                rowsAPart,
                                                arena);
                        for (int i = next.getAndIncrement(); i < parts; ) {
                            int row = i * rowsAPart;
                            rows.write(row, Math.min(rowsAPart, tensor.rows() - row));
                            i = next.getAndIncrement();
                        }
                    } catch (RuntimeException | Error failed) {
                        next.set(parts); // the others need not go on
                        throw failed;
                    }
                },
                pool.threads(),
                1);
        release(tensor);
    }

    /** Gives back the memory that the mapped pages take: they are not needed again. */
    private static void release(Tensor tensor) {
        if (tensor.content() instanceof TensorData.Whole(MemorySegment mapped)
                && mapped.isMapped()) {
            mapped.unload();
        }
    }
}
