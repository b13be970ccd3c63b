package dev.triglot.engine.format;

import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Shape;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/**
 * A tensor that is to be written: what it will look like in the file, and where its bytes come
 * from.
 *
 * @param content produces the bytes when their turn has come, tensor after tensor
 */
public record TensorSource(String name, GgmlType type, Shape shape, Content content) {
    /** Produces a tensor's bytes. */
    @FunctionalInterface
    public interface Content {
        /**
         * Hands over all bytes of the tensor, in parts of any size.
         *
         * @throws dev.triglot.engine.error.TriglotException if the tensor cannot be had; the file
         *     is given up then
         */
        void writeTo(Sink sink);
    }

    /** Takes a tensor's bytes, either one after the other or each with its place. */
    public interface Sink {
        /**
         * Writes those that follow the last ones before it returns.
         *
         * @throws dev.triglot.engine.error.TriglotException if the file is given up; to be passed
         *     on
         */
        void write(MemorySegment bytes);

        /**
         * Writes those of a place before it returns. Several threads may do so at once.
         *
         * @param offset from the tensor's first byte
         * @throws dev.triglot.engine.error.TriglotException if the file is given up; to be passed
         *     on
         */
        void write(long offset, MemorySegment bytes);
    }

    /** The tensor as it is. */
    public static TensorSource of(Tensor tensor) {
        return new TensorSource(
                tensor.name(), tensor.type(), tensor.shape(), sink -> sink.write(tensor.data()));
    }

    /**
     * Bytes of the data.
     *
     * @throws ArithmeticException if they exceed 2^63 - 1
     */
    public long bytes() {
        return Math.multiplyExact(type.rowBytes(shape.columns()), shape.rows());
    }
}
