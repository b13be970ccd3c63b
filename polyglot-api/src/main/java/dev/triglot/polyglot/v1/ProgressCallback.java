package dev.triglot.polyglot.v1;

import org.graalvm.polyglot.HostAccess;
import org.jspecify.annotations.Nullable;

/**
 * Hears how a download or a verification goes, about ten times a second, in the calling thread.
 * What it throws stops the work and reaches the caller.
 */
@FunctionalInterface
@HostAccess.Implementable
public interface ProgressCallback {
    /**
     * There is news.
     *
     * @return false stops with code {@code cancelled}; what has arrived is kept for the next time
     */
    @Nullable Object onProgress(Progress progress);
}
