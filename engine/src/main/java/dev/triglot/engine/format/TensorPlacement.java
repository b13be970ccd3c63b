package dev.triglot.engine.format;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Shape;
import dev.triglot.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Turns the claims of a tensor table into tensors: the one place where dimensions, sizes and
 * offsets are multiplied and added, all checked for overflow, before any byte of data is touched.
 */
final class TensorPlacement {
    /**
     * A tensor as a table describes it, its size already checked.
     *
     * @param offset from the start of the data, in bytes
     * @param bytes the size of the data
     */
    record Entry(String name, GgmlType type, Shape shape, long offset, long bytes) {}

    private TensorPlacement() {}

    /**
     * Checks type and dimensions.
     *
     * @param dimensions one to four, innermost first, not yet checked
     * @throws UnsupportedModelException if the type is unknown
     */
    static Entry entry(Path file, String name, int typeId, long[] dimensions, long offset) {
        String where = "tensor " + Quoted.escape(name);
        GgmlType type = GgmlType.byId(typeId);
        if (type == null) {
            throw new UnsupportedModelException(
                    "%s: %s: type %s is unknown, or was removed before GGUF existed"
                            .formatted(file, where, Integer.toUnsignedString(typeId)));
        }
        return entry(file, name, type, dimensions, offset);
    }

    /** The same for a type that is known. */
    static Entry entry(Path file, String name, GgmlType type, long[] dimensions, long offset) {
        String where = "tensor " + Quoted.escape(name);
        Shape shape = new Shape(dimensions);
        for (long dimension : dimensions) {
            if (dimension < 1 || dimension > Integer.MAX_VALUE) {
                throw new ModelFormatException(
                        file,
                        where,
                        "shape %s has a dimension outside 1 to 2^31 - 1".formatted(shape));
            }
        }
        if (shape.columns() % type.blockSize() != 0) {
            throw new ModelFormatException(
                    file,
                    where,
                    "a row has %d elements, which is no multiple of the block size %d of %s"
                            .formatted(shape.columns(), type.blockSize(), type));
        }
        try {
            Math.toIntExact(shape.rows());
            long bytes = Math.multiplyExact(type.rowBytes(shape.columns()), shape.rows());
            return new Entry(name, type, shape, offset, bytes);
        } catch (ArithmeticException overflow) {
            throw new ModelFormatException(
                    file, where, "shape %s is too large".formatted(shape), overflow);
        }
    }

    /**
     * Checks every offset, and binds each tensor to its bytes.
     *
     * @param tableEnd where the table ends, in bytes from the start of the file; the data begins at
     *     the next multiple of the alignment
     * @param alignment a power of two
     * @return in the order of {@code entries}
     */
    static List<Tensor> place(MappedFile file, long tableEnd, int alignment, List<Entry> entries) {
        long dataStart = align(tableEnd, alignment);
        long dataBytes = file.size() - dataStart;
        List<Tensor> tensors = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            long offset = entry.offset();
            if ((offset & (alignment - 1)) != 0) {
                throw error(
                        file,
                        entry,
                        "its offset %s is no multiple of the alignment %d"
                                .formatted(Long.toUnsignedString(offset), alignment));
            }
            if (offset < 0 || offset > dataBytes || entry.bytes() > dataBytes - offset) {
                throw error(
                        file,
                        entry,
                        "%s of %s at data offset %s end beyond the file of %d bytes: it is cut short or damaged"
                                .formatted(
                                        entry.shape(),
                                        entry.type(),
                                        Long.toUnsignedString(offset),
                                        file.size()));
            }
            long start = dataStart + offset;
            tensors.add(
                    new Tensor(
                            entry.name(),
                            entry.type(),
                            entry.shape(),
                            start,
                            file.data().asSlice(start, entry.bytes())));
        }
        checkContiguous(file, alignment, entries);
        return List.copyOf(tensors);
    }

    /** Tensors follow each other without overlaps, and with no more than padding between them. */
    private static void checkContiguous(MappedFile file, int alignment, List<Entry> entries) {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingLong(Entry::offset));
        long end = 0;
        String previous = "the start of the data";
        for (Entry entry : sorted) {
            if (entry.offset() != end) {
                throw error(
                        file,
                        entry,
                        "data offset %d %s %s, which ends at %d"
                                .formatted(
                                        entry.offset(),
                                        entry.offset() < end ? "overlaps" : "leaves a hole behind",
                                        previous,
                                        end));
            }
            end = align(entry.offset() + entry.bytes(), alignment);
            previous = Quoted.escape(entry.name());
        }
    }

    private static long align(long offset, int alignment) {
        return Math.addExact(offset, alignment - 1) & -alignment;
    }

    private static ModelFormatException error(MappedFile file, Entry entry, String problem) {
        return new ModelFormatException(
                file.path(), "tensor " + Quoted.escape(entry.name()), problem);
    }
}
