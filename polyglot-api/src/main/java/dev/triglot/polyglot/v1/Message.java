package dev.triglot.polyglot.v1;

import org.graalvm.polyglot.HostAccess;

/** One turn of a conversation. */
public interface Message {
    /** {@code system}, {@code user}, {@code assistant}; a template may know others. */
    @HostAccess.Export
    String role();

    @HostAccess.Export
    String content();
}
