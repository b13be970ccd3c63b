package dev.triglot.polyglot.v1;

import org.graalvm.polyglot.HostAccess;

/** Something that computes. */
public interface Device {
    /** What {@code open} takes as {@code device}, such as {@code cpu}. */
    @HostAccess.Export
    String name();

    /** For people. */
    @HostAccess.Export
    String description();

    /** The kernels that are used: {@code vector256}, {@code scalar} and so on. */
    @HostAccess.Export
    String kernels();

    /** Workers by default. */
    @HostAccess.Export
    int threads();
}
