package dev.triglot.cli.chat;

import dev.triglot.engine.ChatMessage;
import dev.triglot.engine.FinishReason;
import dev.triglot.engine.GenerationOptions;
import dev.triglot.engine.GenerationResult;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.Session;
import dev.triglot.engine.TokenListener;
import dev.triglot.engine.error.ContextOverflowException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages and the session that has evaluated them. The session keeps what a new prompt shares with
 * the last one, so each turn costs its own tokens only. Where the context is full, the oldest turns
 * are no longer shown to the model.
 */
final class Conversation {
    private final LanguageModel model;
    private final Session session;
    private final List<ChatMessage> turns = new ArrayList<>();
    private @Nullable String system;
    private int forgotten;

    Conversation(LanguageModel model, Session session, @Nullable String system) {
        this.model = model;
        this.session = session;
        this.system = system;
    }

    /**
     * Adds a question and generates its answer, which is kept even where it was cancelled.
     *
     * @throws ContextOverflowException if the question alone does not fit; it is not kept
     */
    GenerationResult ask(String question, GenerationOptions options, TokenListener listener) {
        turns.add(new ChatMessage("user", question));
        try {
            return answer(options, listener);
        } catch (RuntimeException e) {
            turns.removeLast();
            throw e;
        }
    }

    /** Whether there is an answer that {@link #regenerate} can replace. */
    boolean hasAnswer() {
        return !turns.isEmpty() && turns.getLast().role().equals("assistant");
    }

    /** Replaces the last answer by another one. */
    GenerationResult regenerate(GenerationOptions options, TokenListener listener) {
        ChatMessage old = turns.removeLast();
        try {
            return answer(options, listener);
        } catch (RuntimeException e) {
            turns.add(old);
            throw e;
        }
    }

    private GenerationResult answer(GenerationOptions options, TokenListener listener) {
        while (true) {
            try {
                int[] prompt = model.vocabulary().encodePrompt(render());
                GenerationResult result = session.generate(prompt, options, listener);
                boolean nothing =
                        result.text().isEmpty() && result.finishReason() == FinishReason.CANCELLED;
                turns.add(new ChatMessage("assistant", nothing ? "" : result.text()));
                return result;
            } catch (ContextOverflowException e) {
                forgetOldest(e);
            }
        }
    }

    private void forgetOldest(ContextOverflowException overflow) {
        if (forgotten + 1 >= turns.size()) {
            throw overflow;
        }
        forgotten += 2;
    }

    private String render() {
        List<ChatMessage> shown = new ArrayList<>();
        if (system != null) {
            shown.add(new ChatMessage("system", system));
        }
        shown.addAll(turns.subList(Math.min(forgotten, turns.size() - 1), turns.size()));
        return model.info().hasChatTemplate()
                ? model.applyChatTemplate(shown, true)
                : PlainTranscript.render(shown);
    }

    /** Number of messages that the model no longer sees. */
    int forgotten() {
        return forgotten;
    }

    /** The system message, if there is one, and all turns. */
    List<ChatMessage> messages() {
        List<ChatMessage> all = new ArrayList<>();
        if (system != null) {
            all.add(new ChatMessage("system", system));
        }
        all.addAll(turns);
        return all;
    }

    @Nullable String system() {
        return system;
    }

    void setSystem(@Nullable String text) {
        system = text;
    }

    /** Forgets all turns, not the system message. */
    void reset() {
        turns.clear();
        forgotten = 0;
        session.reset();
    }

    /** Goes on with a saved conversation. */
    void load(List<ChatMessage> messages) {
        reset();
        system = null;
        for (ChatMessage message : messages) {
            if (message.role().equals("system")) {
                system = message.content();
            } else {
                turns.add(message);
            }
        }
    }

    int contextLength() {
        return session.contextLength();
    }

    void cancel() {
        session.cancel();
    }
}
