package dev.triglot.engine.store;

import java.nio.file.Path;

/**
 * Hears how a download or a verification goes. All calls come from the thread that asked for it;
 * byte counts arrive about ten times a second at most, and once more at the end of each phase.
 *
 * <p>A download stops when {@link #progress} or {@link #verifying} returns false or when the thread
 * is interrupted: what has arrived is kept and resumed the next time.
 */
public interface ProgressListener {
    /** In place of a total that is not known. */
    long UNKNOWN = -1;

    /** Hears nothing and never stops. */
    ProgressListener NONE = new ProgressListener() {};

    /**
     * Someone else is fetching the same model; called once.
     *
     * @param holder such as {@code process 4711}
     */
    default void waiting(String holder) {}

    /**
     * A source is about to be tried.
     *
     * @param total size of the whole file in bytes
     */
    default void started(long total, Source source) {}

    /**
     * Bytes of the file that are here, those of earlier runs included. The count falls when a
     * source cannot resume.
     *
     * @param total the whole size, or {@link #UNKNOWN} while pip downloads a wheel
     * @return false to stop
     */
    default boolean progress(long bytes, long total) {
        return true;
    }

    /**
     * The source failed for now, and is asked again after a pause.
     *
     * @param reason one line without a full stop
     */
    default void retrying(Source source, String reason) {}

    /**
     * The source is given up; the next one follows if there is one.
     *
     * @param reason one line without a full stop
     */
    default void failed(Source source, String reason) {}

    /**
     * Bytes already hashed of those to be hashed.
     *
     * @return false to stop
     */
    default boolean verifying(long bytes, long total) {
        return true;
    }

    /** The file is complete, verified and has its final name. */
    default void finished(Path file) {}
}
