package dev.triglot.engine.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The paths of one model in a store. This is the only place where a name becomes a path, and {@link
 * CatalogModel} lets no name in that could lead elsewhere.
 *
 * <pre>
 * folder/smollm2/model.gguf       the file, complete and verified
 * folder/smollm2/.verified        its {@link VerifiedMark}
 * folder/smollm2/.pull-TOKEN/     a download under way, or one that was cut off
 * folder/.locks/smollm2           the lock; stays, as removing a lock file is a race
 * </pre>
 */
record ModelFiles(Path folder, CatalogModel model) {
    private static final String PULL = ".pull-";

    Path directory() {
        return folder.resolve(model.name());
    }

    Path file() {
        return directory().resolve(model.file());
    }

    Path mark() {
        return directory().resolve(".verified");
    }

    /** See {@link StoreLock#acquire}. */
    StoreLock lock(Duration patience, Consumer<String> onWait) {
        return StoreLock.acquire(folder.resolve(".locks"), model.name(), patience, onWait);
    }

    Path pull(String token) {
        return directory().resolve(PULL + token);
    }

    boolean isPresent() {
        return Files.isRegularFile(file());
    }

    /** Downloads that no longer run, as long as the caller holds the lock; largest first. */
    List<PullFolder> pulls() throws IOException {
        if (!Files.isDirectory(directory())) {
            return List.of();
        }
        List<PullFolder> pulls = new ArrayList<>();
        try (Stream<Path> children = Files.list(directory())) {
            children.filter(ModelFiles::isPull).map(PullFolder::new).forEach(pulls::add);
        }
        pulls.sort(Comparator.comparingLong(PullFolder::arrived).reversed());
        return pulls;
    }

    private static boolean isPull(Path path) {
        return path.getFileName().toString().startsWith(PULL)
                && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Removes all that downloads left behind. */
    void removePulls() throws IOException {
        for (PullFolder pull : pulls()) {
            pull.delete();
        }
    }
}
