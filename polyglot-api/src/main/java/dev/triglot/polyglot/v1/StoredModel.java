package dev.triglot.polyglot.v1;

import java.util.List;
import org.graalvm.polyglot.HostAccess;

/** A model of the catalog. */
public interface StoredModel {
    @HostAccess.Export
    String name();

    @HostAccess.Export
    List<String> aliases();

    @HostAccess.Export
    String description();

    /** SPDX identifier. */
    @HostAccess.Export
    String license();

    /** Bytes of the whole file. */
    @HostAccess.Export
    long size();

    @HostAccess.Export
    String sha256();

    /** {@code absent}, {@code partial} or {@code present}. */
    @HostAccess.Export
    String state();

    /** Where the file is, or will be. */
    @HostAccess.Export
    String path();
}
