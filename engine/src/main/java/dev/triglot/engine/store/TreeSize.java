package dev.triglot.engine.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Adds up the files below a folder that another process is changing. */
final class TreeSize extends SimpleFileVisitor<Path> {
    private long bytes;

    private TreeSize() {}

    static long of(Path folder) {
        var size = new TreeSize();
        try {
            Files.walkFileTree(folder, size);
            return size.bytes;
        } catch (IOException e) {
            throw new AssertionError("this visitor passes no failure on", e);
        }
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        bytes += attributes.size();
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException vanished) {
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException vanished) {
        return FileVisitResult.CONTINUE;
    }
}
