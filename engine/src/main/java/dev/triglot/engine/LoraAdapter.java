package dev.triglot.engine;

import dev.triglot.engine.arch.Linears;
import dev.triglot.engine.arch.LoraBinding;
import dev.triglot.engine.error.InvalidStateException;
import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.format.LoraFile;
import dev.triglot.engine.kernel.KernelSelector;
import dev.triglot.engine.model.LoraDescription;
import dev.triglot.engine.nn.Linear;
import dev.triglot.engine.nn.LowRank;
import dev.triglot.engine.runtime.WeightArena;
import java.nio.file.Path;
import java.util.IdentityHashMap;

/**
 * A low-rank adapter (LoRA, arXiv:2106.09685) that is open for one model: it changes what layers
 * compute, not the model's weights, so that sessions with and without it can run side by side.
 *
 * <p>Made by {@link LanguageModel#openAdapter}; shared by the sessions that {@link
 * SessionOptions#withAdapter use} it. Closing the model closes it.
 */
public final class LoraAdapter implements AutoCloseable {
    private final LanguageModel model;
    private final Path file;
    private final String name;
    private final WeightArena arena;
    private final IdentityHashMap<Linear, LowRank> additions;
    private final byte[] fingerprint;
    private int users;
    private boolean closed;

    private LoraAdapter(
            LanguageModel model,
            LoraDescription description,
            WeightArena arena,
            IdentityHashMap<Linear, LowRank> additions) {
        this.fingerprint = ModelFingerprint.of(description);
        this.model = model;
        this.file = description.file();
        this.name = description.name();
        this.arena = arena;
        this.additions = additions;
    }

    static LoraAdapter open(LanguageModel model, Path file, Linears linears) {
        WeightArena arena = new WeightArena();
        try {
            return LoraFile.use(
                    file,
                    description -> {
                        requireArchitecture(description, model.info().architecture());
                        LanguageModel.requireMemory("the adapter " + file, description.bytes());
                        LoraBinding binding =
                                new LoraBinding(
                                        description, linears, KernelSelector.kernels(), arena);
                        return new LoraAdapter(model, description, arena, binding.bind());
                    });
        } catch (RuntimeException | Error failed) {
            arena.close();
            throw failed;
        }
    }

    private static void requireArchitecture(LoraDescription adapter, String ofModel) {
        if (!adapter.architecture().equals(ofModel)) {
            throw new UnsupportedModelException(
                    "%s: the adapter is for %s models, this is a %s model"
                            .formatted(adapter.file(), adapter.architecture(), ofModel));
        }
    }

    public Path file() {
        return file;
    }

    /** Its own name, or the file's. */
    public String name() {
        return name;
    }

    boolean isOf(LanguageModel other) {
        return model == other;
    }

    IdentityHashMap<Linear, LowRank> additions() {
        return additions;
    }

    byte[] fingerprint() {
        return fingerprint.clone();
    }

    synchronized void acquire() {
        if (closed) {
            throw InvalidStateException.closed("the adapter " + name);
        }
        users++;
    }

    synchronized void release() {
        users--;
    }

    /**
     * Releases the memory. Closing twice has no effect.
     *
     * @throws InvalidStateException with code {@code busy} if an open session still uses it
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        if (users > 0) {
            throw InvalidStateException.busy("the adapter " + name + ", used by a session,");
        }
        closed = true;
        arena.close();
        model.forget(this);
    }
}
