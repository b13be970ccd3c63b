package dev.triglot.polyglot.v1;

import org.graalvm.polyglot.HostAccess;

/** How far something is. */
public interface Progress {
    /**
     * {@code waiting}, {@code downloading}, {@code verifying}, {@code loading}, {@code embedding}.
     */
    @HostAccess.Export
    String phase();

    /** Bytes, or texts. */
    @HostAccess.Export
    long done();

    /** -1 where it is not known. */
    @HostAccess.Export
    long total();

    /** What is worth telling, such as why a source was given up; often empty. */
    @HostAccess.Export
    String message();
}
