package dev.triglot.engine;

import dev.triglot.engine.arch.Linears;
import dev.triglot.engine.arch.LoraBinding;
import dev.triglot.engine.error.InvalidStateException;
import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.format.LoraFile;
import dev.triglot.engine.kernel.KernelSelector;
import dev.triglot.engine.model.Hyperparameters;
import dev.triglot.engine.model.LoraDescription;
import dev.triglot.engine.model.ModelDescription;
import dev.triglot.engine.nn.Linear;
import dev.triglot.engine.nn.LowRank;
import dev.triglot.engine.runtime.WeightArena;
import dev.triglot.engine.runtime.WorkerPool;
import dev.triglot.engine.tensor.Tensor;
import dev.triglot.engine.verify.FiniteScan;
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

    /**
     * Opens.
     *
     * @param of the model's description
     */
    static LoraAdapter open(
            LanguageModel model, ModelDescription of, Path file, Linears linears, WorkerPool pool) {
        WeightArena arena = new WeightArena();
        try {
            return LoraFile.use(
                    file,
                    description -> {
                        description.requireArchitecture("this", of.architecture());
                        LanguageModel.requireMemory("the adapter " + file, description.bytes());
                        description
                                .pairs()
                                .values()
                                .forEach(pair -> {
                                    requireFinite(description.file(), pair.a(), pool);
                                    requireFinite(description.file(), pair.b(), pool);
                                });
                        LoraBinding binding =
                                new LoraBinding(
                                        description,
                                        linears,
                                        headLength(of),
                                        KernelSelector.kernels(),
                                        arena);
                        return new LoraAdapter(model, description, arena, binding.bind());
                    });
        } catch (RuntimeException | Error failed) {
            arena.close();
            throw failed;
        }
    }

    private static int headLength(ModelDescription model) {
        Hyperparameters h = model.hyperparameters();
        return h == null ? 1 : h.keyLength();
    }

    private static void requireFinite(Path file, Tensor factor, WorkerPool pool) {
        FiniteScan.Fault fault = FiniteScan.of(factor, pool);
        if (fault != null) {
            throw new ModelFormatException(
                    file,
                    "tensor %s, row %d, column %d"
                            .formatted(factor.name(), fault.row(), fault.column()),
                    "is NaN or infinite: fetch or make the adapter again");
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
