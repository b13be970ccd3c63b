package dev.triglot.js;

import dev.triglot.polyglot.v1.Generation;
import dev.triglot.polyglot.v1.Piece;
import dev.triglot.polyglot.v1.Task;
import dev.triglot.polyglot.v1.TriglotError;
import java.util.ArrayList;
import java.util.List;
import org.graalvm.polyglot.Value;

/**
 * Tells a callback in the loop's thread of a task's news: one call at a time, however many there
 * are, and a rest after each. JavaScript that runs once for several tokens costs little more than
 * for one, because the engine leaves the processor's caches cold.
 *
 * <p>The callback gets whether the task is done, and the id and the text of each new piece of a
 * generation; it answers whether it wants no more.
 */
final class Watch {
    private enum State {
        /** The next news are told at once. */
        LISTENING,
        /** A call is on its way to the loop's thread. */
        CALLING,
        RESTING,
        /** There were news meanwhile. */
        RESTING_WITH_NEWS,
        OVER
    }

    private final EventLoop loop;
    private final EventLoop.Operation operation;
    private final Task task;
    private final Value callback;
    private final int restMillis;
    private State state = State.LISTENING;
    private int rest;

    Watch(EventLoop loop, Task task, Value callback, int restMillis) {
        this.loop = loop;
        this.operation = loop.begin();
        this.task = task;
        this.callback = callback;
        this.restMillis = restMillis;
    }

    void begin() {
        task.whenReady(this::ready);
    }

    /** From any thread. */
    private synchronized void ready() {
        switch (state) {
            case LISTENING -> post();
            case RESTING, RESTING_WITH_NEWS -> {
                if (task.await(0)) {
                    post();
                } else {
                    state = State.RESTING_WITH_NEWS;
                }
            }
            case CALLING, OVER -> {
                // It will look, or wants no more.
            }
        }
    }

    private void post() {
        state = State.CALLING;
        operation.report(this::tell);
    }

    private void tell() {
        synchronized (this) {
            if (state == State.OVER) {
                return;
            }
            state = restMillis > 0 ? State.RESTING : State.LISTENING;
        }
        loop.cancel(rest);
        List<Object> news = task instanceof Generation generation ? pieces(generation) : List.of();
        boolean finished = call(task.isDone(), news) || task.isDone();
        if (finished) {
            synchronized (this) {
                state = State.OVER;
            }
            operation.end(() -> call(true, List.of()));
        } else if (restMillis > 0) {
            rest = loop.schedule(this::listen, restMillis, false);
        }
    }

    private boolean call(boolean done, List<Object> news) {
        Object[] arguments = new Object[1 + news.size()];
        arguments[0] = done;
        for (int i = 0; i < news.size(); i++) {
            arguments[1 + i] = news.get(i);
        }
        return callback.execute(arguments).asBoolean();
    }

    /** The id and the text of each piece that is there. */
    private static List<Object> pieces(Generation generation) {
        List<Object> pieces = new ArrayList<>();
        try {
            for (Piece piece = generation.poll(0); piece != null; piece = generation.poll(0)) {
                pieces.add(piece.id());
                pieces.add(piece.text());
            }
        } catch (TriglotError failed) {
            // Its result says so too, where it is asked for.
        }
        return pieces;
    }

    /** After the rest, in the loop's thread. */
    private void listen() {
        boolean news;
        synchronized (this) {
            news = state == State.RESTING_WITH_NEWS;
            if (state == State.RESTING) {
                state = State.LISTENING;
            }
        }
        if (news) {
            tell();
        }
    }
}
