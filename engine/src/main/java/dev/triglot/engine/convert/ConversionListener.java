package dev.triglot.engine.convert;

/** Hears how a model file grows, and may stop it. */
@FunctionalInterface
public interface ConversionListener {
    /** Hears nothing and never stops. */
    ConversionListener NONE = (bytes, total) -> true;

    /**
     * Called by the threads that write, one at a time, after every few megabytes at most.
     *
     * @param bytes what has been written
     * @param total the size that the file will have
     * @return false to give the file up
     */
    boolean written(long bytes, long total);
}
