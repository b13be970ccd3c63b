package dev.triglot.engine;

/**
 * Memory that a model needs in bytes, known before anything is loaded.
 *
 * @param contextLength the context that it is for
 * @param weights weights in the layout of the kernels
 * @param kvCache keys and values of one session
 * @param scratch activations of one session
 */
public record MemoryEstimate(int contextLength, long weights, long kvCache, long scratch) {
    public long total() {
        return weights + kvCache + scratch;
    }
}
