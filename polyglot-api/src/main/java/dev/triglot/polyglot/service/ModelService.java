package dev.triglot.polyglot.service;

import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.SessionOptions;
import dev.triglot.polyglot.v1.Embeddings;
import dev.triglot.polyglot.v1.Model;
import dev.triglot.polyglot.v1.ModelInfo;
import dev.triglot.polyglot.v1.Session;
import dev.triglot.polyglot.v1.Task;
import dev.triglot.polyglot.v1.TriglotError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An open model and the sessions that this guest has made of it. */
final class ModelService extends VocabularyService implements Model {
    private final LanguageModel model;
    private final Rights.Opened opened;
    private final Rights rights;
    private final List<SessionService> sessions = new ArrayList<>();
    private volatile boolean closed;
    private volatile boolean cancelled;

    ModelService(Rights.Opened opened, Rights rights) {
        super(opened.model().vocabulary());
        this.opened = opened;
        this.model = opened.model();
        this.rights = rights;
    }

    @Override
    public ModelInfo info() {
        return new ModelInfoView(model.info(), model.chatTemplate(), rights);
    }

    @Override
    public Session newSession(@Nullable Object argument) {
        return Failures.guarded(() -> {
            Options options = new Options("newSession", argument);
            SessionOptions settings = SessionSettings.read(options);
            options.done();
            synchronized (sessions) {
                requireOpen();
                sessions.removeIf(SessionService::isClosed);
                SessionService session = newSession(settings);
                sessions.add(session);
                return session;
            }
        });
    }

    private SessionService newSession(SessionOptions settings) {
        Runnable release = reserve("a session", settings);
        try {
            return new SessionService(model.newSession(settings), this, rights, release);
        } catch (RuntimeException | Error e) {
            release.run();
            throw e;
        }
    }

    private Runnable reserve(String what, SessionOptions settings) {
        dev.triglot.engine.MemoryEstimate memory = model.estimate(settings);
        return rights.reserve(what, memory.contextLength(), memory.kvCache() + memory.scratch());
    }

    /** Ends what runs, without waiting for it; nothing can be begun from then on. */
    void cancel() {
        cancelled = true;
        List<SessionService> open;
        synchronized (sessions) {
            open = List.copyOf(sessions);
        }
        open.forEach(SessionService::cancelAll);
    }

    boolean isCancelled() {
        return cancelled;
    }

    private void requireOpen() {
        if (closed || cancelled) {
            throw new TriglotError(
                    "closed",
                    "the model " + model.info().name() + " is closed: open it again",
                    null);
        }
    }

    @Override
    public String renderChat(Object messages, @Nullable Object argument) {
        return Failures.guarded(() -> {
            Options options = new Options("renderChat", argument);
            Map<String, @Nullable Object> variables = new HashMap<>(options.object("variables"));
            variables.put("add_generation_prompt", options.flag("addGenerationPrompt", true));
            String template = options.text("template");
            options.later("tools");
            options.done();
            return model.renderChat(GuestArguments.messages(messages), variables, template);
        });
    }

    @Override
    public Embeddings embed(Object texts, @Nullable Object options) {
        return Failures.guarded(() -> {
            requireOpen();
            EmbeddingService request = EmbeddingService.read(texts, options);
            Runnable release = reserve("embedding", request.session());
            try {
                return request.run(model, this::isCancelled);
            } finally {
                release.run();
            }
        });
    }

    @Override
    public Task startEmbed(Object texts, @Nullable Object options) {
        return Failures.guarded(() -> {
            requireOpen();
            EmbeddingService request = EmbeddingService.read(texts, options);
            if (request.onChunks() != null) {
                throw Failures.invalid("startEmbed takes no onChunks: its task can be cancelled");
            }
            Runnable release = reserve("embedding", request.session());
            return BackgroundTask.<Embeddings>run(
                    "embedding",
                    task -> {
                        try {
                            return request.run(model, task, this::isCancelled);
                        } finally {
                            release.run();
                        }
                    });
        });
    }

    @Override
    public int threads() {
        return model.threads();
    }

    @Override
    public void setThreads(int count) {
        Failures.guarded(() -> {
            requireOpen();
            if (opened.shared()) {
                throw new TriglotError(
                        "permission_denied",
                        "the model is shared: this script may not change its threads",
                        null);
            }
            model.setThreads(count);
        });
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        Failures.guarded(() -> {
            List<SessionService> open;
            synchronized (sessions) {
                if (closed) {
                    return;
                }
                closed = true;
                open = List.copyOf(sessions);
                sessions.clear();
            }
            open.forEach(SessionService::cancelReading);
            open.forEach(SessionService::close);
            if (!opened.shared()) {
                model.close();
                opened.release().run();
            }
        });
    }
}
