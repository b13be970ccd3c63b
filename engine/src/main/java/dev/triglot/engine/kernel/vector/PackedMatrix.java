package dev.triglot.engine.kernel.vector;

import dev.triglot.engine.kernel.WeightMatrix;
import dev.triglot.engine.tensor.GgmlType;
import dev.triglot.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Weights repacked into groups of rows, off-heap. */
abstract sealed class PackedMatrix implements WeightMatrix permits FloatMatrix, IntegerMatrix {
    private static final int CACHE_LINE = 64;

    final int rows;
    final int columns;

    /** Each group's bytes. A segment each, because offsets that are ints are faster. */
    final MemorySegment[] groups;

    private final GgmlType type;
    private final long packedBytes;

    PackedMatrix(Tensor tensor, long groupBytes, Arena arena) {
        this.type = tensor.type();
        this.rows = tensor.rows();
        this.columns = tensor.columns();
        this.groups = allocateGroups(groupBytes, arena);
        this.packedBytes = groupBytes * groups.length;
    }

    /** A segment of so many bytes for each group, one after the other. */
    final MemorySegment[] allocateGroups(long groupBytes, Arena arena) {
        MemorySegment[] segments = new MemorySegment[Group.count(rows)];
        MemorySegment all = arena.allocate(groupBytes * segments.length, CACHE_LINE);
        for (int g = 0; g < segments.length; g++) {
            segments[g] = all.asSlice(g * groupBytes, groupBytes);
        }
        return segments;
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
    public long packedBytes() {
        return packedBytes;
    }

    @Override
    public final int rowAlignment() {
        return Group.ROWS;
    }

    /**
     * Copies a group's sums [tokens][Group.ROWS] to y, rows that the matrix has.
     *
     * @param yAt of the first token's first row
     */
    final void store(float[] sums, int group, int tokens, float[] y, int yAt) {
        int row = group * Group.ROWS;
        int n = Math.min(Group.ROWS, rows - row);
        for (int t = 0; t < tokens; t++) {
            System.arraycopy(sums, t * Group.ROWS, y, yAt + t * rows + row, n);
        }
    }
}
