package dev.triglot.engine.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/**
 * A named matrix or vector in a model file.
 *
 * @param name the name in the file, for messages
 * @param type how the elements are stored
 * @param shape innermost dimension first
 * @param fileOffset where the data begins in its file, in bytes
 * @param content exactly the tensor's bytes, usually a slice of the mapped file
 */
public record Tensor(String name, GgmlType type, Shape shape, long fileOffset, TensorData content) {
    private static final int CACHE_LINE = 64;

    /** A tensor whose rows are stored in their own order. */
    public Tensor(String name, GgmlType type, Shape shape, long fileOffset, MemorySegment data) {
        this(name, type, shape, fileOffset, new TensorData.Whole(data));
    }

    /** Elements per row. Readers guarantee that it fits an int. */
    public int columns() {
        return Math.toIntExact(shape.columns());
    }

    /** Number of rows. Readers guarantee that it fits an int. */
    public int rows() {
        return Math.toIntExact(shape.rows());
    }

    public long byteSize() {
        return content.byteSize();
    }

    /**
     * The tensor's bytes with the rows in order: where they are stored, or, where they are stored
     * otherwise, a copy made by each call. {@link #row} does without.
     */
    public MemorySegment data() {
        return content instanceof TensorData.Whole(MemorySegment segment)
                ? segment
                : copyRows(Arena.ofAuto());
    }

    /** The same tensor with its rows stored in order: itself, or a copy. */
    public Tensor inOrder(SegmentAllocator allocator) {
        return content instanceof TensorData.Whole
                ? this
                : new Tensor(name, type, shape, fileOffset, copyRows(allocator));
    }

    private MemorySegment copyRows(SegmentAllocator allocator) {
        MemorySegment copy = allocator.allocate(byteSize(), CACHE_LINE);
        long bytes = type.rowBytes(columns());
        for (int row = 0; row < rows(); row++) {
            MemorySegment.copy(row(row), 0, copy, row * bytes, bytes);
        }
        return copy;
    }

    /** The bytes of one row. */
    public MemorySegment row(int row) {
        return content.row(row, type.rowBytes(columns()));
    }

    /** Rows [from, from + count) as a tensor of their own. */
    public Tensor rows(int from, int count) {
        long bytes = type.rowBytes(columns());
        return new Tensor(
                name,
                type,
                new Shape(columns(), count),
                fileOffset + from * bytes,
                data().asSlice(from * bytes, count * bytes));
    }

    /** The same tensor in memory of its own, its rows in order. */
    public Tensor copy(Arena arena) {
        if (content instanceof TensorData.Whole(MemorySegment segment)) {
            MemorySegment copied = arena.allocate(byteSize(), CACHE_LINE).copyFrom(segment);
            return new Tensor(name, type, shape, fileOffset, copied);
        }
        return inOrder(arena);
    }
}
