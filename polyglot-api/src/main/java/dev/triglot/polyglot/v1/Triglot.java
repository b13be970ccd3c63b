package dev.triglot.polyglot.v1;

import java.util.List;
import org.graalvm.polyglot.HostAccess;
import org.jspecify.annotations.Nullable;

/** The entry: opens models, knows the store, the devices and what this version can do. */
public interface Triglot {
    /** 1. Grows only when something incompatible takes the place of this package. */
    @HostAccess.Export
    int apiVersion();

    /** The library's version, such as {@code 0.1.0}. */
    @HostAccess.Export
    String version();

    /**
     * What this build can do beyond the first release of the API, in lower case with underscores.
     * What is named in the documentation but not here gives code {@code not_implemented}.
     */
    @HostAccess.Export
    List<String> features();

    /** Whether {@link #features} has it. */
    @HostAccess.Export
    boolean hasFeature(String name);

    /**
     * Opens a model.
     *
     * @param pathOrName a file, or a name of the catalog
     * @param options {@code threads} (0: physical cores), {@code device} ("cpu" or "auto"), {@code
     *     download} (fetch a model of the catalog that is not here; true), {@code onProgress} (a
     *     {@link ProgressCallback} for the download)
     */
    @HostAccess.Export
    Model open(String pathOrName, @Nullable Object options);

    /** As {@link #open}, in a thread of its own; the task's result is the {@link Model}. */
    @HostAccess.Export
    Task startOpen(String pathOrName, @Nullable Object options);

    /**
     * Reads only the vocabulary of a file, which needs no weights.
     *
     * @param pathOrName a file, or the name of a model that is in the store
     */
    @HostAccess.Export
    Vocabulary openVocabulary(String pathOrName);

    /**
     * Describes a file without reading its weights.
     *
     * @param pathOrName a file, or the name of a model that is in the store
     */
    @HostAccess.Export
    ModelInfo inspect(String pathOrName);

    /**
     * What a model and one session of it will take, known before anything is loaded.
     *
     * @param pathOrName a file, or the name of a model that is in the store
     * @param options {@code contextLength} (0: what a session takes by default), {@code
     *     kvCacheType} ("f16", "f32" or "q8_0"), {@code batchSize}
     */
    @HostAccess.Export
    MemoryEstimate memoryEstimate(String pathOrName, @Nullable Object options);

    /** Where models can be computed; the first one is the default. */
    @HostAccess.Export
    List<Device> devices();

    /** The models that are known by name. */
    @HostAccess.Export
    Store store();
}
