package dev.triglot.engine;

import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.nn.Adapters;
import dev.triglot.engine.nn.Linear;
import dev.triglot.engine.nn.LowRank;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The adapters that one session holds, some of which it has opened itself. */
final class SessionAdapters implements AutoCloseable {
    private final List<LoraAdapter> used = new ArrayList<>();
    private final List<LoraAdapter> own = new ArrayList<>();
    private final List<Float> scales = new ArrayList<>();
    private final IdentityHashMap<Linear, List<LowRank>> additions = new IdentityHashMap<>();

    private SessionAdapters() {}

    /**
     * Acquires what the choices name.
     *
     * @throws dev.triglot.engine.error.TriglotException if one cannot be opened or used
     */
    static SessionAdapters of(LanguageModel model, List<AdapterChoice> choices) {
        SessionAdapters adapters = new SessionAdapters();
        try {
            choices.forEach(choice -> adapters.add(model, choice));
            return adapters;
        } catch (RuntimeException | Error failed) {
            adapters.close();
            throw failed;
        }
    }

    private void add(LanguageModel model, AdapterChoice choice) {
        LoraAdapter adapter =
                switch (choice) {
                    case AdapterChoice.Opened(LoraAdapter opened, float ignored) -> opened;
                    case AdapterChoice.File file -> {
                        LoraAdapter opened = model.openAdapter(file.path());
                        own.add(opened);
                        yield opened;
                    }
                };
        if (!adapter.isOf(model)) {
            throw new InvalidArgumentException(
                    "the adapter %s was opened for another model: open it for this one"
                            .formatted(adapter.name()));
        }
        adapter.acquire();
        used.add(adapter);
        scales.add(choice.scale());
        adapter.additions()
                .forEach((layer, addition) ->
                        additions
                                .computeIfAbsent(layer, unknown -> new ArrayList<>())
                                .add(addition.times(choice.scale())));
    }

    /**
     * What layers are to add; null for nothing.
     *
     * @param batchSize tokens that are evaluated together
     * @throws dev.triglot.engine.error.InsufficientMemoryException if there is none for them
     */
    @Nullable Adapters additions(int batchSize) {
        if (additions.isEmpty()) {
            return null;
        }
        Adapters all = new Adapters(additions);
        LanguageModel.requireMemory("the session's adapters", all.workspaceBytes(batchSize));
        return all;
    }

    /** Whether layers compute the same with either. */
    boolean equalTo(SessionAdapters other) {
        return used.equals(other.used) && scales.equals(other.scales);
    }

    /**
     * What a state computed with these adapters is bound to: the model alone where there are none.
     */
    byte[] fingerprint(byte[] ofModel) {
        byte[] fingerprint = ofModel;
        for (int i = 0; i < used.size(); i++) {
            fingerprint =
                    ModelFingerprint.with(fingerprint, used.get(i).fingerprint(), scales.get(i));
        }
        return fingerprint;
    }

    /** Releases all, and closes what was opened here. */
    @Override
    public void close() {
        used.forEach(LoraAdapter::release);
        used.clear();
        own.forEach(LoraAdapter::close);
        own.clear();
    }
}
