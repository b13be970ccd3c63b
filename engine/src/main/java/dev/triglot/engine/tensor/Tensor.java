package dev.triglot.engine.tensor;

import java.lang.foreign.MemorySegment;

/**
 * A named matrix or vector in a model file.
 *
 * @param name the name in the file, for messages
 * @param type how the elements are stored
 * @param shape innermost dimension first
 * @param fileOffset where the data begins in its file, in bytes
 * @param data exactly the tensor's bytes, usually a slice of the mapped file
 */
public record Tensor(String name, GgmlType type, Shape shape, long fileOffset, MemorySegment data) {
    /** Elements per row. Readers guarantee that it fits an int. */
    public int columns() {
        return Math.toIntExact(shape.columns());
    }

    /** Number of rows. Readers guarantee that it fits an int. */
    public int rows() {
        return Math.toIntExact(shape.rows());
    }

    /** The bytes of one row. */
    public MemorySegment row(int row) {
        long bytes = type.rowBytes(columns());
        return data.asSlice(row * bytes, bytes);
    }
}
