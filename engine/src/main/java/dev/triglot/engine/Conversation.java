package dev.triglot.engine;

import dev.triglot.engine.error.ContextOverflowException;
import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.error.TriglotException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Messages and the session that has evaluated them. The session keeps what a new prompt shares with
 * the last one, so each turn costs its own tokens only. Where the context is full, the oldest turns
 * are no longer shown to the model. Serves one thread at a time.
 */
public final class Conversation {
    private final Session session;
    private final Function<List<ChatMessage>, String> template;
    private final List<ChatMessage> turns = new ArrayList<>();
    private @Nullable ChatMessage system;
    private int forgotten;

    /** With the model's own template; see {@link LanguageModel#applyChatTemplate}. */
    public Conversation(Session session) {
        this(session, messages -> session.model().applyChatTemplate(messages, true));
    }

    /**
     * @param template gives the text that ends where the assistant is to speak
     */
    public Conversation(Session session, Function<List<ChatMessage>, String> template) {
        this.session = session;
        this.template = template;
    }

    /**
     * Adds a question and generates its answer, which is kept even where it was cancelled.
     *
     * @throws ContextOverflowException if the question alone does not fit; nothing is kept
     * @throws TriglotException as {@link Session#generate} does; nothing is kept
     */
    public GenerationResult ask(String question, GenerationOptions options, TokenListener heard) {
        int before = forgotten;
        turns.add(new ChatMessage("user", question));
        try {
            return answer(options, heard);
        } catch (RuntimeException | Error e) {
            turns.removeLast();
            forgotten = before;
            throw e;
        }
    }

    /**
     * Replaces the last answer by another one; where that fails, the old one stays.
     *
     * @throws InvalidArgumentException if there is no answer yet
     */
    public GenerationResult regenerate(GenerationOptions options, TokenListener heard) {
        if (!hasAnswer()) {
            throw new InvalidArgumentException(
                    "the conversation has no answer to replace: ask something first");
        }
        ChatMessage old = turns.removeLast();
        try {
            return answer(options, heard);
        } catch (RuntimeException | Error e) {
            turns.add(old);
            throw e;
        }
    }

    /** Whether the last turn is an answer, which {@link #regenerate} can replace. */
    public boolean hasAnswer() {
        return !turns.isEmpty() && turns.getLast().role().equals("assistant");
    }

    private GenerationResult answer(GenerationOptions options, TokenListener heard) {
        while (true) {
            try {
                GenerationResult result = session.generate(template.apply(shown()), options, heard);
                turns.add(new ChatMessage("assistant", result.text()));
                return result;
            } catch (ContextOverflowException e) {
                forgetOldest(e);
            }
        }
    }

    /** A question and its answer go together. */
    private void forgetOldest(ContextOverflowException overflow) {
        if (forgotten + 1 >= turns.size()) {
            throw overflow;
        }
        forgotten = Math.min(forgotten + 2, turns.size() - 1);
    }

    private List<ChatMessage> shown() {
        List<ChatMessage> shown = new ArrayList<>();
        if (system != null) {
            shown.add(system);
        }
        shown.addAll(turns.subList(forgotten, turns.size()));
        return shown;
    }

    /** The system message, if there is one, and all turns. */
    public List<ChatMessage> messages() {
        List<ChatMessage> all = new ArrayList<>(turns);
        if (system != null) {
            all.addFirst(system);
        }
        return all;
    }

    /** Replaces everything; a first message of the role {@code system} is never forgotten. */
    public void setMessages(List<ChatMessage> messages) {
        boolean begins = !messages.isEmpty() && messages.getFirst().role().equals("system");
        system = begins ? messages.getFirst() : null;
        turns.clear();
        turns.addAll(begins ? messages.subList(1, messages.size()) : messages);
        forgotten = 0;
    }

    /** The text of the system message; null where there is none. */
    public @Nullable String system() {
        return system == null ? null : system.content();
    }

    /** Replaces the system message alone; null for none. */
    public void setSystem(@Nullable String text) {
        system = text == null ? null : new ChatMessage("system", text);
    }

    /** Number of turns that the model no longer sees. */
    public int forgotten() {
        return forgotten;
    }

    /** Forgets all turns, not the system message. */
    public void reset() {
        turns.clear();
        forgotten = 0;
    }

    public Session session() {
        return session;
    }
}
