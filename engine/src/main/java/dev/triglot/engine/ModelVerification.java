package dev.triglot.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a check of a whole file found.
 *
 * @param info what the file holds
 * @param tensors how many were looked at, every weight
 * @param skippedTensors how many have a type that cannot be computed with, which no model uses
 * @param tokens how many were encoded and decoded
 * @param notEvaluated why no token was evaluated; null where one was
 * @param problems empty for a sound file
 */
public record ModelVerification(
        ModelInfo info,
        int tensors,
        int skippedTensors,
        int tokens,
        @Nullable String notEvaluated,
        List<Problem> problems) {
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
