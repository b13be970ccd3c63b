package dev.triglot.engine.kernel.vector;

/**
 * The unit of packed weights: 32 rows.
 *
 * <p>A line is one short of each row, 64 bytes. Row i of the first 16 is lane 2i and row 16 + i is
 * lane 2i + 1, so that the even and odd halves of int lanes are runs of rows. The layout is the
 * same for every vector width.
 */
final class Group {
    static final int ROWS = 32;
    static final int HALF = ROWS / 2;

    /** Bytes of a line. */
    static final int LINE = 2 * ROWS;

    private Group() {}

    /** Groups that hold these rows; the last one may have rows to spare, which are zero. */
    static int count(int rows) {
        return (rows + ROWS - 1) / ROWS;
    }

    /** Offset of a line. */
    static int line(int at, int index) {
        return at + index * LINE;
    }

    /** Offset of a row's short in a line, in bytes. */
    static int lane(int row) {
        return row < HALF ? 4 * row : 4 * (row - HALF) + 2;
    }
}
