package dev.triglot.polyglot.service;

import dev.triglot.polyglot.v1.TriglotError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where a tenant's saved sessions are, and how much room is left for them. */
record StateFolder(Path folder, long maxBytes) {
    private static final int MAX_FILES = 1000;

    Path existing(String name) {
        if (!BareName.matches(name)) {
            throw new TriglotError(
                    "permission_denied",
                    "this script may save sessions under plain names only, of letters, digits,"
                            + " points, hyphens and underscores, not "
                            + Shown.quoted(name),
                    null);
        }
        return folder.resolve(name);
    }

    /** A file for so many bytes; one of that name may be there, and is replaced. */
    Path forNew(String name, long bytes) {
        Path file = existing(name);
        try {
            Files.createDirectories(folder);
            long used = bytes;
            List<Path> others = others(file);
            for (Path other : others) {
                used += Files.size(other);
            }
            if (others.size() >= MAX_FILES || used > maxBytes) {
                throw new TriglotError(
                        "limit_exceeded",
                        "this script may save "
                                + MAX_FILES
                                + " sessions of "
                                + maxBytes
                                + " bytes together",
                        null);
            }
            return file;
        } catch (IOException e) {
            throw new TriglotError(
                    "not_writable", "the folder of saved sessions cannot be used", e);
        }
    }

    private List<Path> others(Path file) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(other -> !other.equals(file)).toList();
        }
    }
}
