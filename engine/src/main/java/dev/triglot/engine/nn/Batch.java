package dev.triglot.engine.nn;

/**
 * Tokens of one sequence that are evaluated together, at consecutive positions.
 *
 * @param tokens ids; only [offset, offset + count) belongs to the batch
 * @param firstPosition position of the first one
 */
public record Batch(int[] tokens, int offset, int count, int firstPosition) {
    public int token(int i) {
        return tokens[offset + i];
    }
}
