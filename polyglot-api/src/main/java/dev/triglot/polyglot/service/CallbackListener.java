package dev.triglot.polyglot.service;

import dev.triglot.engine.TokenListener;
import dev.triglot.polyglot.v1.TokenCallback;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** Hands tokens to a guest's callback, in the guest's own thread. */
record CallbackListener(@Nullable TokenCallback callback) implements TokenListener {
    static TokenListener of(@Nullable TokenCallback callback) {
        return new CallbackListener(callback);
    }

    @Override
    public boolean onPromptToken(int id, boolean cached) {
        CallingContext.safepoint();
        return callback == null || goesOn(callback.onPromptToken(id, cached));
    }

    @Override
    public boolean onToken(int id, String text) {
        CallingContext.safepoint();
        return callback == null || goesOn(callback.onToken(id, text));
    }

    @Override
    public void onEnd(String rest) {
        if (callback != null && !rest.isEmpty()) {
            callback.onToken(-1, rest);
        }
    }

    /** Only false stops: functions that return nothing go on. */
    static boolean goesOn(@Nullable Object answer) {
        return !(answer instanceof Boolean yes
                ? !yes
                : answer instanceof Value value && value.isBoolean() && !value.asBoolean());
    }
}
