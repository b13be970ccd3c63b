package dev.triglot.engine.format;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.ModelNotFoundException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * A file mapped into memory, read-only.
 *
 * @param data the whole file; lives as long as the arena it was mapped with
 * @param modified when the file was last written, as seen at mapping
 */
record MappedFile(Path path, MemorySegment data, FileTime modified) {
    /**
     * Maps a file.
     *
     * @throws ModelNotFoundException if there is none
     * @throws ModelFormatException if it is empty, no regular file, or cannot be read
     */
    static MappedFile map(Path path, Arena arena) {
        // The kind first: opening a pipe would wait for a writer.
        BasicFileAttributes attributes = attributes(path);
        if (attributes.isDirectory()) {
            throw new ModelFormatException(
                    path, "file", "is a directory: name the model file inside it");
        }
        if (!attributes.isRegularFile()) {
            throw new ModelFormatException(path, "file", "is no regular file");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size == 0) {
                throw new ModelFormatException(
                        path, "file", "is empty (0 bytes): fetch the model again");
            }
            MemorySegment data = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
            return new MappedFile(path, data, attributes.lastModifiedTime());
        } catch (IOException problem) {
            throw unreadable(path, problem);
        }
    }

    long size() {
        return data.byteSize();
    }

    /**
     * Checks that the path still names a file of the same size and time.
     *
     * @throws ModelFormatException if not
     */
    void verifyUnchanged() {
        BasicFileAttributes now = attributes(path);
        if (now.size() != size() || !now.lastModifiedTime().equals(modified)) {
            throw new ModelFormatException(
                    path,
                    "file",
                    "changed while it was being read (%d bytes, now %d): load the model again"
                            .formatted(size(), now.size()));
        }
    }

    /** The exception for a page of the file that could not be loaded. */
    static ModelFormatException unreadable(Path path, InternalError fault) {
        return new ModelFormatException(
                path,
                "file",
                "shrank or became unreadable while it was being read: check the disk, and load the"
                        + " model again",
                fault);
    }

    private static BasicFileAttributes attributes(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class);
        } catch (IOException problem) {
            throw unreadable(path, problem);
        }
    }

    private static RuntimeException unreadable(Path path, IOException problem) {
        return switch (problem) {
            case NoSuchFileException missing ->
                    new ModelNotFoundException(path + ": there is no such file");
            case AccessDeniedException denied ->
                    new ModelFormatException(
                            path, "file", "cannot be read: permission denied", denied);
            default ->
                    new ModelFormatException(
                            path, "file", "cannot be read: " + problem.getMessage(), problem);
        };
    }
}
