package dev.triglot.js;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.jspecify.annotations.Nullable;

/** A group of functions that is made when a script first asks for one of them. */
final class LazyNatives<T extends Natives> {
    private final Supplier<T> maker;
    private @Nullable T natives;

    LazyNatives(Supplier<T> maker) {
        this.maker = maker;
    }

    void ifUsed(Consumer<T> action) {
        if (natives != null) {
            action.accept(natives);
        }
    }

    /** As {@link Natives#toGuest}. */
    ProxyObject toGuest(Value raise) {
        return new Guest(raise);
    }

    private final class Guest implements ProxyObject {
        private final Value raise;
        private @Nullable ProxyObject functions;

        Guest(Value raise) {
            this.raise = raise;
        }

        private ProxyObject functions() {
            if (functions == null) {
                T made = maker.get();
                natives = made;
                functions = made.toGuest(raise);
            }
            return functions;
        }

        @Override
        public @Nullable Object getMember(String key) {
            return functions().getMember(key);
        }

        @Override
        public Object getMemberKeys() {
            return functions().getMemberKeys();
        }

        @Override
        public boolean hasMember(String key) {
            return functions().hasMember(key);
        }

        @Override
        public void putMember(String key, Value value) {
            throw new UnsupportedOperationException("read-only");
        }
    }
}
