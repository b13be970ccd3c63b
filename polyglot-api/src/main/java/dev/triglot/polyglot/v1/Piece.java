package dev.triglot.polyglot.v1;

import org.graalvm.polyglot.HostAccess;

/**
 * A token of a generation and the text that became certain with it. All texts together are the
 * completion's text.
 */
public interface Piece {
    /** The token's id; -1 for the last piece, which is text that was held back. */
    @HostAccess.Export
    int id();

    /** Whole characters only, without what may begin a stop string; often empty. */
    @HostAccess.Export
    String text();
}
