package dev.triglot.engine.runtime;

/** Work on a range of rows, tokens or heads. */
@FunctionalInterface
public interface RangeJob {
    /**
     * Does [from, to).
     *
     * @param worker index of the worker, 0 for the caller; at most one thread has an index at a
     *     time
     */
    void run(int from, int to, int worker);
}
