package dev.triglot.polyglot.v1;

import java.util.List;
import org.graalvm.polyglot.HostAccess;
import org.jspecify.annotations.Nullable;

/**
 * A conversation over the model's chat template. Each turn costs its own tokens only; where the
 * context is full, the oldest turns are no longer shown to the model, the system message always is.
 */
public interface Chat {
    /**
     * Says something and generates the answer, which joins the conversation even where it was cut
     * off. Where it fails, the conversation is as before.
     *
     * @param options those of a generation, see {@link Session}
     */
    @HostAccess.Export
    Completion send(String content, @Nullable Object options, @Nullable TokenCallback onToken);

    /** As {@link #send}, in a thread of its own. */
    @HostAccess.Export
    Generation start(String content, @Nullable Object options);

    /** Drops the last answer and generates another one. */
    @HostAccess.Export
    Completion regenerate(@Nullable Object options, @Nullable TokenCallback onToken);

    /** As {@link #regenerate}, in a thread of its own. */
    @HostAccess.Export
    Generation startRegenerate(@Nullable Object options);

    /** All messages, the system message first. */
    @HostAccess.Export
    List<Message> messages();

    /** Replaces the conversation; a list of objects with {@code role} and {@code content}. */
    @HostAccess.Export
    void setMessages(Object messages);

    /** How many of the oldest turns no longer fit into the context. */
    @HostAccess.Export
    int forgotten();

    /** Forgets all turns, not the system message. */
    @HostAccess.Export
    void reset();

    /** The session that evaluates it. */
    @HostAccess.Export
    Session session();
}
