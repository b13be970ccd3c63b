package dev.triglot.engine.store;

import dev.triglot.engine.error.InvalidArgumentException;
import dev.triglot.engine.error.ModelNotFoundException;
import dev.triglot.engine.error.ModelStoreException;
import dev.triglot.engine.error.ModelStoreException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A folder of verified model files, filled from the sources of a {@link Catalog}.
 *
 * <p>Safe for any number of threads and processes on one folder: changes to a model happen under a
 * lock, and a file appears under its name only when it is whole and its SHA-256 is right.
 *
 * <p>Every method that takes a name throws {@link ModelNotFoundException} for one that is not in
 * the catalog, and {@link ModelStoreException} where the folder cannot be read or written.
 */
public final class ModelStore {
    private final Path folder;
    private final Catalog catalog;
    private final StoreOptions options;

    /**
     * @param folder holds one folder per model; created when needed
     */
    public ModelStore(Path folder, Catalog catalog, StoreOptions options) {
        this.folder = folder.toAbsolutePath().normalize();
        this.catalog = catalog;
        this.options = options;
    }

    /** The user's store, from the environment of this process. */
    public static ModelStore open() {
        return open(System.getenv());
    }

    /**
     * The user's store.
     *
     * @param environment {@code TRIGLOT_HOME} (else the platform's folder for caches) holds {@code
     *     models/} and optionally {@code catalog.json}; {@code HF_ENDPOINT} replaces the model hub,
     *     {@code HF_TOKEN} is sent to it; {@code PATH} leads to Python
     * @throws ModelStoreException if the user's catalog is malformed
     */
    public static ModelStore open(Map<String, String> environment) {
        Path home =
                StoreLocation.home(
                        environment,
                        System.getProperty("os.name", ""),
                        System.getProperty("user.home", ""));
        Catalog catalog = Catalog.load(home.resolve("catalog.json"), hub(environment));
        return new ModelStore(home.resolve("models"), catalog, StoreOptions.of(environment));
    }

    private static Optional<URI> hub(Map<String, String> environment) {
        String endpoint = environment.getOrDefault("HF_ENDPOINT", "");
        if (endpoint.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI hub = new URI(endpoint);
            Addresses.requireSafe(hub);
            return Optional.of(hub);
        } catch (URISyntaxException | InvalidArgumentException e) {
            throw new InvalidArgumentException(
                    "HF_ENDPOINT: " + Names.plain(String.valueOf(e.getMessage())));
        }
    }

    public Path folder() {
        return folder;
    }

    public Catalog catalog() {
        return catalog;
    }

    /** All models of the catalog, in its order, with what is here of each. Hashes nothing. */
    public List<ModelStatus> list() {
        List<ModelStatus> all = new ArrayList<>();
        for (CatalogModel model : catalog.models()) {
            all.add(status(new ModelFiles(folder, model)));
        }
        return all;
    }

    private static ModelStatus status(ModelFiles files) {
        try {
            if (files.isPresent()) {
                return new ModelStatus(
                        files.model(),
                        ModelStatus.State.PRESENT,
                        Files.size(files.file()),
                        files.file());
            }
            long arrived = files.pulls().stream().mapToLong(PullFolder::arrived).max().orElse(0);
            var state = arrived > 0 ? ModelStatus.State.PARTIAL : ModelStatus.State.ABSENT;
            return new ModelStatus(files.model(), state, arrived, files.file());
        } catch (IOException e) {
            throw Failures.unreadable("read", files.directory(), e);
        }
    }

    /** Where the file of a model is, or will be. */
    public Path path(String name) {
        return files(name).file();
    }

    /**
     * The file to open for what a user typed: the name of a stored model, or any path. A name of
     * the catalog wins over a file of the same name; {@code ./name} means the file.
     *
     * <p>A stored file is hashed if it changed since it was last found right.
     *
     * @throws ModelNotFoundException if there is neither, or the model is not downloaded yet
     * @throws ModelStoreException with CHECKSUM_MISMATCH if the stored file was damaged
     */
    public Path resolve(String nameOrPath) {
        Optional<CatalogModel> model = catalog.find(nameOrPath);
        if (model.isEmpty()) {
            return localPath(nameOrPath);
        }
        ModelFiles files = new ModelFiles(folder, model.get());
        if (!files.isPresent()) {
            throw notDownloaded(files);
        }
        Verification found = Verifier.hashIfChanged(files, ProgressListener.NONE);
        if (!found.ok()) {
            throw damaged(found);
        }
        return files.file();
    }

    /** As {@link #resolve}, but downloads a model of the catalog that is missing or damaged. */
    public Path resolveOrPull(String nameOrPath, ProgressListener listener) {
        return catalog.find(nameOrPath).isPresent()
                ? pull(nameOrPath, listener)
                : localPath(nameOrPath);
    }

    /**
     * Downloads a model, unless it is here already, and returns its file. Resumes what an earlier
     * call or process left; waits for one that is under way.
     *
     * @throws ModelStoreException with DOWNLOAD_FAILED or CHECKSUM_MISMATCH, naming what each
     *     source answered; NO_SPACE; LOCKED if another process took too long; CANCELLED
     */
    public Path pull(String name, ProgressListener listener) {
        ModelFiles files = files(name);
        try {
            if (!isSettled(files, listener)) {
                try (StoreLock _ = files.lock(options.lockTimeout(), listener::waiting)) {
                    pullLocked(files, listener);
                }
            }
        } catch (ClosedByInterruptException e) {
            throw Failures.cancelled();
        } catch (IOException e) {
            throw Failures.unreadable("write to", files.directory(), e);
        }
        listener.finished(files.file());
        return files.file();
    }

    private boolean isSettled(ModelFiles files, ProgressListener listener) throws IOException {
        return files.pulls().isEmpty()
                && files.isPresent()
                && Verifier.hashIfChanged(files, listener).ok();
    }

    private void pullLocked(ModelFiles files, ProgressListener listener) throws IOException {
        if (files.isPresent() && Verifier.hashIfChanged(files, listener).ok()) {
            files.removePulls();
        } else {
            new Pull(files, options, new Progress(listener)).run();
        }
    }

    /**
     * Hashes a stored file, whatever is known of it.
     *
     * @throws ModelNotFoundException if it is not downloaded
     */
    public Verification verify(String name, ProgressListener listener) {
        ModelFiles files = files(name);
        if (!files.isPresent()) {
            throw notDownloaded(files);
        }
        return Verifier.hash(files, listener);
    }

    /**
     * Removes a model's file and what there is of unfinished downloads.
     *
     * @return false if there was nothing
     * @throws ModelStoreException with LOCKED if it is being downloaded
     */
    public boolean remove(String name) {
        ModelFiles files = files(name);
        if (!Files.exists(files.directory())) {
            return false;
        }
        try (StoreLock _ = files.lock(Duration.ZERO, holder -> {})) {
            Files.deleteIfExists(files.file());
            Files.deleteIfExists(files.mark());
            files.removePulls();
            Files.deleteIfExists(files.directory());
            return true;
        } catch (DirectoryNotEmptyException usersOwn) {
            return true;
        } catch (IOException e) {
            throw Failures.unreadable("remove", files.directory(), e);
        }
    }

    private ModelFiles files(String name) {
        return new ModelFiles(folder, catalog.get(name));
    }

    private Path localPath(String text) {
        try {
            Path path = Path.of(text);
            if (!text.isEmpty() && Files.exists(path)) {
                return path;
            }
        } catch (InvalidPathException noPath) {
            throw unknown(text);
        }
        throw unknown(text);
    }

    private ModelNotFoundException unknown(String text) {
        return new ModelNotFoundException(
                "no model and no file is called " + Names.quote(text) + catalog.hint(text));
    }

    private static ModelNotFoundException notDownloaded(ModelFiles files) {
        String name = files.model().name();
        return new ModelNotFoundException(
                "the model " + name + " is not downloaded: run 'triglot models pull " + name + "'");
    }

    private static ModelStoreException damaged(Verification found) {
        return new ModelStoreException(
                Reason.CHECKSUM_MISMATCH,
                found.file()
                        + " has SHA-256 "
                        + found.found()
                        + " and must have "
                        + found.expected()
                        + ": run 'triglot models pull "
                        + found.model().name()
                        + "' to fetch it again",
                null);
    }
}
