package dev.triglot.polyglot.v1;

import java.util.List;
import org.graalvm.polyglot.HostAccess;
import org.jspecify.annotations.Nullable;

/** Hears what is going to be embedded, in the calling thread, before anything is computed. */
@FunctionalInterface
@HostAccess.Implementable
public interface ChunksCallback {
    /**
     * Everything is tokenized.
     *
     * @param chunkTokens tokens of each chunk that is to be evaluated
     * @return false stops with code {@code cancelled}; anything else goes on
     */
    @Nullable Object onChunks(List<Integer> chunkTokens);
}
