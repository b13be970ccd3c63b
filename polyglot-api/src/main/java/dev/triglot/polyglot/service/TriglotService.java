package dev.triglot.polyglot.service;

import dev.triglot.engine.EngineInfo;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.ModelInspection;
import dev.triglot.engine.ModelOptions;
import dev.triglot.engine.SessionOptions;
import dev.triglot.engine.store.ProgressListener;
import dev.triglot.polyglot.v1.Device;
import dev.triglot.polyglot.v1.MemoryEstimate;
import dev.triglot.polyglot.v1.Model;
import dev.triglot.polyglot.v1.ModelInfo;
import dev.triglot.polyglot.v1.ProgressCallback;
import dev.triglot.polyglot.v1.Store;
import dev.triglot.polyglot.v1.Task;
import dev.triglot.polyglot.v1.Triglot;
import dev.triglot.polyglot.v1.TriglotError;
import dev.triglot.polyglot.v1.Vocabulary;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The entry, over what a guest may reach. Closing it closes the models that were opened with it.
 */
public final class TriglotService implements Triglot, AutoCloseable {
    private static final int API_VERSION = 1;
    private static final List<String> FEATURES =
            List.of("chat", "embeddings", "generate", "state", "store", "tokenize");

    private final Rights rights;
    private final Set<ModelService> models = new LinkedHashSet<>();
    private volatile boolean closed;

    private record Processor(String name, String description, String kernels, int threads)
            implements Device {}

    private record Estimate(int contextLength, long weights, long kvCache, long scratch, long total)
            implements MemoryEstimate {}

    TriglotService(Rights rights) {
        this.rights = rights;
    }

    @Override
    public int apiVersion() {
        return API_VERSION;
    }

    @Override
    public String version() {
        String version = Triglot.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public List<String> features() {
        return FEATURES;
    }

    @Override
    public boolean hasFeature(String name) {
        return FEATURES.contains(name);
    }

    /** The options of {@link #open}. */
    private record Opening(ModelOptions model, boolean download, @Nullable ProgressCallback heard) {
        static Opening read(@Nullable Object argument) {
            Options options = new Options("open", argument);
            options.word("device", "auto", List.of("auto", "cpu"));
            Opening opening =
                    new Opening(
                            new ModelOptions(options.integer("threads", 0)),
                            options.flag("download", true),
                            options.callback("onProgress", ProgressCallback.class));
            options.done();
            return opening;
        }
    }

    @Override
    public Model open(String pathOrName, @Nullable Object options) {
        return Failures.guarded(() -> {
            Opening opening = Opening.read(options);
            return open(pathOrName, opening, ProgressReport.to(opening.heard()));
        });
    }

    @Override
    public Task startOpen(String pathOrName, @Nullable Object options) {
        return Failures.guarded(() -> {
            Opening opening = Opening.read(options);
            if (opening.heard() != null) {
                throw Failures.invalid(
                        "startOpen takes no onProgress: its task has progress() to ask");
            }
            return BackgroundTask.<Model>run(
                    "open",
                    task -> {
                        Model model = open(pathOrName, opening, ProgressReport.to(task));
                        if (task.isCancelled()) {
                            model.close();
                            throw Failures.cancelled("opening " + pathOrName);
                        }
                        return model;
                    });
        });
    }

    private Model open(String pathOrName, Opening opening, ProgressListener listener) {
        ModelService model =
                new ModelService(
                        rights.open(pathOrName, opening.model(), opening.download(), listener),
                        rights);
        synchronized (models) {
            models.removeIf(ModelService::isClosed);
            models.add(model);
        }
        if (closed) {
            model.close();
            throw new TriglotError("closed", "the host has closed this script's access", null);
        }
        return model;
    }

    /** Ends what runs, without waiting for it; nothing can be begun or opened from then on. */
    public void cancel() {
        closed = true;
        opened().forEach(ModelService::cancel);
    }

    /** Cancels what runs and closes the models; opening another one fails from then on. */
    @Override
    public void close() {
        cancel();
        opened().forEach(ModelService::close);
    }

    private List<ModelService> opened() {
        synchronized (models) {
            return List.copyOf(models);
        }
    }

    @Override
    public Vocabulary openVocabulary(String pathOrName) {
        return Failures.guarded(
                () -> new VocabularyService(LanguageModel.openVocabulary(present(pathOrName))));
    }

    @Override
    public ModelInfo inspect(String pathOrName) {
        return Failures.guarded(() -> {
            ModelInspection inspection =
                    LanguageModel.inspect(present(pathOrName), SessionOptions.DEFAULT);
            return new ModelInfoView(inspection.info(), inspection.chatTemplate(), rights);
        });
    }

    @Override
    public MemoryEstimate memoryEstimate(String pathOrName, @Nullable Object argument) {
        return Failures.guarded(() -> {
            Options options = new Options("memoryEstimate", argument);
            SessionOptions settings = SessionSettings.read(options);
            options.done();
            dev.triglot.engine.MemoryEstimate memory =
                    LanguageModel.inspect(present(pathOrName), settings).memory();
            if (memory == null) {
                throw Failures.invalid(pathOrName + " has a vocabulary but no weights");
            }
            return new Estimate(
                    memory.contextLength(),
                    memory.weights(),
                    memory.kvCache(),
                    memory.scratch(),
                    memory.total());
        });
    }

    private Path present(String pathOrName) {
        return rights.file(pathOrName, false, ProgressListener.NONE);
    }

    @Override
    public List<Device> devices() {
        return List.of(
                new Processor(
                        "cpu",
                        "CPU, " + System.getProperty("os.arch"),
                        EngineInfo.kernels(),
                        EngineInfo.defaultThreads()));
    }

    @Override
    public Store store() {
        return new StoreService(rights);
    }
}
