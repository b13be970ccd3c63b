package dev.triglot.engine.tensor;

/** Where the rows of a matrix are stored, for files that keep them in another order than ours. */
public sealed interface RowOrder {
    /** Row i is stored as row i. */
    RowOrder AS_STORED = new AsStored();

    /** The stored row of a row. */
    int stored(int row);

    /** See {@link #AS_STORED}. */
    record AsStored() implements RowOrder {
        @Override
        public int stored(int row) {
            return row;
        }
    }

    /**
     * The rows of each head in two halves, so that rotary pairs are (i, i + headLength / 2), as
     * Hugging Face's LLaMA has them; ours are (2 i, 2 i + 1).
     *
     * @param headLength rows of a head; even
     */
    record HalfSplitHeads(int headLength) implements RowOrder {
        @Override
        public int stored(int row) {
            int inHead = row % headLength;
            return row - inHead + inHead / 2 + inHead % 2 * (headLength / 2);
        }
    }
}
