package dev.triglot.polyglot.service;

import dev.triglot.engine.ChatMessage;
import dev.triglot.engine.Conversation;
import dev.triglot.engine.GenerationOptions;
import dev.triglot.polyglot.v1.Chat;
import dev.triglot.polyglot.v1.Completion;
import dev.triglot.polyglot.v1.Generation;
import dev.triglot.polyglot.v1.Message;
import dev.triglot.polyglot.v1.Session;
import dev.triglot.polyglot.v1.TokenCallback;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A conversation in a session. The session's exclusivity guards it too. */
final class ChatService implements Chat {
    private final SessionService session;
    private final Conversation conversation;

    private record Turn(String role, String content) implements Message {}

    private ChatService(SessionService session, Conversation conversation) {
        this.session = session;
        this.conversation = conversation;
    }

    static ChatService of(SessionService session, @Nullable Object argument) {
        Options options = new Options("newChat", argument);
        String system = options.text("system");
        Object messages = options.any("messages");
        String template = options.text("template");
        options.later("tools");
        options.done();
        List<ChatMessage> turns =
                messages == null ? new ArrayList<>() : GuestArguments.turns(messages);
        if (system != null) {
            turns.addFirst(new ChatMessage("system", system));
        }
        Conversation conversation =
                new Conversation(
                        session.engine(),
                        shown -> session.engine().model().applyChatTemplate(shown, true, template));
        conversation.setMessages(turns);
        return new ChatService(session, conversation);
    }

    @Override
    public Completion send(
            String content, @Nullable Object options, @Nullable TokenCallback onToken) {
        return session.exclusively(() -> {
            GenerationOptions settings = session.settings("send", options);
            return new CompletionView(
                    conversation.ask(content, settings, CallbackListener.of(onToken)));
        });
    }

    @Override
    public Generation start(String content, @Nullable Object options) {
        return Failures.guarded(() -> {
            GenerationOptions settings = session.settings("send", options);
            return session.inBackground(heard -> conversation.ask(content, settings, heard));
        });
    }

    @Override
    public Completion regenerate(@Nullable Object options, @Nullable TokenCallback onToken) {
        return session.exclusively(() -> {
            GenerationOptions settings = session.settings("regenerate", options);
            return new CompletionView(
                    conversation.regenerate(settings, CallbackListener.of(onToken)));
        });
    }

    @Override
    public Generation startRegenerate(@Nullable Object options) {
        return Failures.guarded(() -> {
            GenerationOptions settings = session.settings("regenerate", options);
            return session.inBackground(heard -> conversation.regenerate(settings, heard));
        });
    }

    @Override
    public List<Message> messages() {
        return session.exclusively(() ->
                conversation.messages().stream()
                        .<Message>map(turn -> new Turn(turn.role(), turn.content()))
                        .toList());
    }

    @Override
    public void setMessages(Object messages) {
        session.exclusively(() -> {
            conversation.setMessages(GuestArguments.turns(messages));
            return conversation;
        });
    }

    @Override
    public int forgotten() {
        return session.exclusively(conversation::forgotten);
    }

    @Override
    public void reset() {
        session.exclusively(() -> {
            conversation.reset();
            return conversation;
        });
    }

    @Override
    public Session session() {
        return session;
    }
}
