package dev.triglot.engine.store;

import dev.triglot.engine.error.ModelStoreException;
import dev.triglot.engine.error.ModelStoreException.Reason;
import dev.triglot.engine.io.DiskFull;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Knows how much the disk of a folder still takes. */
final class DiskSpace {
    private final Path folder;
    private final @Nullable ToLongFunction<Path> supplier;

    /**
     * @param folder an existing folder
     * @param supplier in place of the file system's own count
     */
    DiskSpace(Path folder, @Nullable ToLongFunction<Path> supplier) {
        this.folder = folder;
        this.supplier = supplier;
    }

    /**
     * @throws ModelStoreException with NO_SPACE
     */
    void require(long needed) {
        long free = free();
        if (free < needed) {
            throw full(needed, free, null);
        }
    }

    /** What a failed write means: a full disk, or a folder that cannot be written. */
    ModelStoreException writeFailed(long needed, IOException e) {
        return DiskFull.causes(e, folder)
                ? full(needed, free(), e)
                : Failures.unreadable("write to", folder, e);
    }

    private long free() {
        if (supplier != null) {
            return supplier.applyAsLong(folder);
        }
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw Failures.unreadable("ask for the free space of", folder, e);
        }
    }

    private ModelStoreException full(long needed, long free, @Nullable IOException cause) {
        return new ModelStoreException(
                Reason.NO_SPACE,
                folder
                        + ": the download needs "
                        + needed
                        + " bytes ("
                        + ByteCount.text(needed)
                        + ") and the disk has "
                        + free
                        + " ("
                        + ByteCount.text(free)
                        + "): make room, or choose another folder with TRIGLOT_HOME",
                cause);
    }
}
