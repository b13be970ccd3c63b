package dev.triglot.polyglot.v1;

import org.graalvm.polyglot.HostAccess;

/** Memory that a model and one session need, in bytes. */
public interface MemoryEstimate {
    /** The context that it is for. */
    @HostAccess.Export
    int contextLength();

    @HostAccess.Export
    long weights();

    /** Keys and values of one session. */
    @HostAccess.Export
    long kvCache();

    /** Activations of one session. */
    @HostAccess.Export
    long scratch();

    @HostAccess.Export
    long total();
}
