package dev.triglot.polyglot.service;

import dev.triglot.engine.store.ProgressListener;
import dev.triglot.engine.store.Source;
import dev.triglot.polyglot.v1.Progress;
import dev.triglot.polyglot.v1.ProgressCallback;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The store's progress as guests see it. */
record ProgressReport(String phase, long done, long total, String message) implements Progress {
    static ProgressListener to(@Nullable ProgressCallback callback) {
        return callback == null
                ? new Listener(_ -> {
                    CallingContext.safepoint();
                    return true;
                })
                : new Listener(now -> {
                    CallingContext.safepoint();
                    return CallbackListener.goesOn(callback.onProgress(now));
                });
    }

    static ProgressListener to(BackgroundTask<?> task) {
        return new Listener(task::report);
    }

    private static final class Listener implements ProgressListener {
        private final Predicate<Progress> heard;
        private long total = UNKNOWN;
        private long done;

        Listener(Predicate<Progress> heard) {
            this.heard = heard;
        }

        @Override
        public void waiting(String holder) {
            tell("waiting", holder + " is fetching the same model");
        }

        @Override
        public void started(long whole, Source source) {
            total = whole;
            tell("downloading", "");
        }

        @Override
        public boolean progress(long bytes, long whole) {
            total = whole;
            done = bytes;
            return tell("downloading", "");
        }

        @Override
        public void retrying(Source source, String reason) {
            tell("downloading", reason + "; trying again");
        }

        @Override
        public void failed(Source source, String reason) {
            tell("downloading", reason + "; trying the next source");
        }

        @Override
        public boolean verifying(long bytes, long whole) {
            total = whole;
            done = bytes;
            return tell("verifying", "");
        }

        private boolean tell(String phase, String message) {
            return heard.test(new ProgressReport(phase, done, total, message));
        }
    }
}
