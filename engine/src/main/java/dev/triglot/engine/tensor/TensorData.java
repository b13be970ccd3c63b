package dev.triglot.engine.tensor;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A tensor's bytes, for files that keep the rows in another order than ours, or in pieces. Nothing
 * is copied before someone asks for it.
 */
public sealed interface TensorData {
    /** Bytes of the whole. */
    long byteSize();

    /**
     * The bytes of one row: where they are stored, or, where a row is in pieces, a copy.
     *
     * @param rowBytes bytes of every row
     */
    MemorySegment row(int row, long rowBytes);

    /** All rows, in order, one after the other. */
    record Whole(MemorySegment segment) implements TensorData {
        @Override
        public long byteSize() {
            return segment.byteSize();
        }

        @Override
        public MemorySegment row(int row, long rowBytes) {
            return segment.asSlice(row * rowBytes, rowBytes);
        }
    }

    /**
     * The rows of each head in two halves, so that rotary pairs are (i, i + headLength / 2), as
     * Hugging Face's LLaMA has them; ours are (2 i, 2 i + 1).
     *
     * @param headLength rows of a head; even
     */
    record HalfSplitHeads(MemorySegment segment, int headLength) implements TensorData {
        @Override
        public long byteSize() {
            return segment.byteSize();
        }

        @Override
        public MemorySegment row(int row, long rowBytes) {
            return segment.asSlice(storedRow(row) * rowBytes, rowBytes);
        }

        /** Where a row of ours is stored. */
        public int storedRow(int row) {
            int inHead = row % headLength;
            return row - inHead + inHead / 2 + inHead % 2 * (headLength / 2);
        }
    }

    /**
     * The first rows in the first part, and so on.
     *
     * @param parts of equal size, each of whole rows
     */
    record SplitRows(List<MemorySegment> parts) implements TensorData {
        @Override
        public long byteSize() {
            return parts.size() * parts.getFirst().byteSize();
        }

        @Override
        public MemorySegment row(int row, long rowBytes) {
            long perPart = parts.getFirst().byteSize() / rowBytes;
            return parts.get((int) (row / perPart)).asSlice(row % perPart * rowBytes, rowBytes);
        }
    }

    /**
     * Of every row the first columns in the first part, and so on.
     *
     * @param parts of equal size
     */
    record SplitColumns(List<MemorySegment> parts) implements TensorData {
        @Override
        public long byteSize() {
            return parts.size() * parts.getFirst().byteSize();
        }

        @Override
        public MemorySegment row(int row, long rowBytes) {
            MemorySegment whole = MemorySegment.ofArray(new byte[Math.toIntExact(rowBytes)]);
            long pieceBytes = rowBytes / parts.size();
            for (int p = 0; p < parts.size(); p++) {
                MemorySegment.copy(
                        parts.get(p), row * pieceBytes, whole, p * pieceBytes, pieceBytes);
            }
            return whole;
        }
    }
}
