package dev.triglot.engine;

import java.util.List;

/**
 * What a check of a whole model found.
 *
 * @param tensors how many were looked at, every weight
 * @param skippedTensors how many have a type that cannot be computed with, which no model uses
 * @param tokens how many were encoded and decoded
 * @param problems empty for a sound file
 */
public record ModelVerification(
        int tensors, int skippedTensors, int tokens, List<Problem> problems) {
    public ModelVerification {
        problems = List.copyOf(problems);
    }

    /** Whether nothing is wrong. */
    public boolean ok() {
        return problems.isEmpty();
    }

    /**
     * Something that is wrong.
     *
     * @param where such as {@code tensor blk.0.attn_q.weight, row 3}
     * @param what the trouble, and its extent
     */
    public record Problem(String where, String what) {
        @Override
        public String toString() {
            return where + ": " + what;
        }
    }

    /** Hears how far a check is. */
    @FunctionalInterface
    public interface Progress {
        /** Nobody listens. */
        Progress NONE = (done, total) -> {};

        /** Bytes of weights looked at, and all of them. */
        void update(long done, long total);
    }
}
