package dev.triglot.polyglot.service;

import dev.triglot.engine.GenerationOptions;
import dev.triglot.engine.GenerationResult;
import dev.triglot.engine.TokenListener;
import dev.triglot.polyglot.v1.Chat;
import dev.triglot.polyglot.v1.Completion;
import dev.triglot.polyglot.v1.Generation;
import dev.triglot.polyglot.v1.NumberArray;
import dev.triglot.polyglot.v1.Session;
import dev.triglot.polyglot.v1.TokenCallback;
import dev.triglot.polyglot.v1.TriglotError;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A session, which does one thing at a time. */
final class SessionService implements Session {
    private final dev.triglot.engine.Session session;
    private final ModelService model;
    private final Rights rights;
    private final Runnable release;
    private final Object lock = new Object();
    private @Nullable Object running;
    private volatile @Nullable GenerationTask current;
    private volatile boolean closed;

    SessionService(
            dev.triglot.engine.Session session,
            ModelService model,
            Rights rights,
            Runnable release) {
        this.session = session;
        this.model = model;
        this.rights = rights;
        this.release = release;
    }

    dev.triglot.engine.Session engine() {
        return session;
    }

    /** Does something in this thread, alone. */
    <T> T exclusively(Supplier<T> work) {
        return Failures.guarded(() -> {
            Object mark = new Object();
            occupy(mark);
            try {
                return work.get();
            } finally {
                leave(mark);
            }
        });
    }

    /** Generates in another thread, alone. */
    Generation inBackground(Function<TokenListener, GenerationResult> work) {
        return Failures.guarded(() -> {
            Object mark = new Object();
            GenerationTask task = new GenerationTask(() -> cancel(mark));
            occupy(mark);
            try {
                task.start(heard -> new CompletionView(work.apply(heard)), () -> leave(mark));
            } catch (RuntimeException | Error notStarted) {
                leave(mark);
                throw notStarted;
            }
            current = task;
            return task;
        });
    }

    private void occupy(Object mark) {
        synchronized (lock) {
            if (closed || model.isCancelled()) {
                throw new TriglotError("closed", "the session is closed: open a new one", null);
            }
            if (running != null) {
                throw new TriglotError(
                        "busy",
                        "the session is generating: read that to its end or cancel it, or open a"
                                + " second session",
                        null);
            }
            running = mark;
        }
    }

    private void leave(Object mark) {
        synchronized (lock) {
            if (mark.equals(running)) {
                running = null;
            }
        }
    }

    /** Cancels what the mark stands for, never what came after it. */
    private void cancel(Object mark) {
        synchronized (lock) {
            if (mark.equals(running)) {
                session.cancel();
            }
        }
    }

    @Override
    public Completion generate(
            Object prompt, @Nullable Object options, @Nullable TokenCallback onToken) {
        return exclusively(() -> {
            GenerationOptions settings = settings("generate", options);
            int[] ids = prompt(prompt);
            return new CompletionView(
                    session.generate(ids, settings, CallbackListener.of(onToken)));
        });
    }

    @Override
    public Generation start(Object prompt, @Nullable Object options) {
        return Failures.guarded(() -> {
            GenerationOptions settings = settings("generate", options);
            int[] ids = prompt(prompt);
            return inBackground(heard -> session.generate(ids, settings, heard));
        });
    }

    GenerationOptions settings(String what, @Nullable Object options) {
        return GenerationSettings.read(what, options, rights.maxTokens());
    }

    /** Ends what runs, without waiting for it. */
    void cancelAll() {
        cancelReading();
        session.cancel();
    }

    /** A generation that waits for its reader would wait for ever. */
    void cancelReading() {
        GenerationTask task = current;
        if (task != null) {
            task.cancel();
        }
    }

    private int[] prompt(Object prompt) {
        String text = GuestArguments.asText(prompt);
        return text == null
                ? NumberReader.ints("prompt", prompt)
                : session.model().vocabulary().encodePrompt(text);
    }

    @Override
    public Chat newChat(@Nullable Object options) {
        return Failures.guarded(() -> ChatService.of(this, options));
    }

    @Override
    public NumberArray logits(Object ids) {
        return exclusively(() -> Numbers.of(session.logits(NumberReader.ints("ids", ids))));
    }

    @Override
    public int contextLength() {
        return session.contextLength();
    }

    @Override
    public NumberArray tokens() {
        return exclusively(() -> Numbers.of(session.tokens()));
    }

    @Override
    public void save(String path) {
        exclusively(() -> {
            session.save(rights.newState(path, session.stateBytes()));
            return session;
        });
    }

    @Override
    public void load(String path) {
        exclusively(() -> {
            session.load(rights.savedState(path));
            return session;
        });
    }

    @Override
    public NumberArray saveBytes() {
        return exclusively(() -> Numbers.of(session.save()));
    }

    @Override
    public void loadBytes(Object bytes) {
        exclusively(() -> {
            session.load(NumberReader.bytes("state", bytes));
            return session;
        });
    }

    @Override
    public void cancel() {
        session.cancel();
    }

    @Override
    public void reset() {
        exclusively(() -> {
            session.reset();
            return session;
        });
    }

    @Override
    public boolean isClosed() {
        return closed || model.isClosed();
    }

    @Override
    public void close() {
        Failures.guarded(() -> {
            cancelReading();
            session.close();
            synchronized (lock) {
                if (closed) {
                    return;
                }
                closed = true;
            }
            release.run();
        });
    }
}
