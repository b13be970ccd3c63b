package dev.triglot.polyglot.v1;

import java.util.List;
import org.graalvm.polyglot.HostAccess;
import org.jspecify.annotations.Nullable;

/** The models that are known by name, and their files. */
public interface Store {
    /** All models of the catalog, with what is here of each. */
    @HostAccess.Export
    List<StoredModel> list();

    /** The name of the model that is used where none is named. */
    @HostAccess.Export
    String defaultModel();

    /** The folder that holds the files. */
    @HostAccess.Export
    String folder();

    /**
     * Downloads a model unless it is here, and checks it.
     *
     * @return the file's path
     */
    @HostAccess.Export
    String pull(String name, @Nullable ProgressCallback onProgress);

    /** As {@link #pull}, in a thread of its own; the task's result is the path. */
    @HostAccess.Export
    Task startPull(String name);

    /** Where the file of a model is, or will be. */
    @HostAccess.Export
    String path(String name);

    /** Hashes a stored file; false where it is damaged. */
    @HostAccess.Export
    boolean verify(String name, @Nullable ProgressCallback onProgress);

    /** Removes a model's file; false where there was none. */
    @HostAccess.Export
    boolean remove(String name);
}
