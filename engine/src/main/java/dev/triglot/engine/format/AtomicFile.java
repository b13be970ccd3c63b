package dev.triglot.engine.format;

import dev.triglot.engine.error.InvalidStateException;
import dev.triglot.engine.error.ModelWriteException;
import dev.triglot.engine.error.ModelWriteException.Reason;
import dev.triglot.engine.io.DiskFull;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file that appears under its name only when it is complete and on the disk. Until then it grows
 * beside it, as {@code .NAME.PROCESS-RANDOM.part}, and closing it removes it. What a killed process
 * left is removed when the same file is written the next time: a lock tells it from one that grows.
 */
public final class AtomicFile implements AutoCloseable {
    private static final String SUFFIX = ".part";

    private final Path target;
    private final Path part;
    private final FileChannel channel;
    private boolean committed;

    /** Where the next bytes are appended. */
    private long end;

    /**
     * @param channel open on the part
     */
    AtomicFile(Path target, Path part, FileChannel channel) {
        this.target = target;
        this.part = part;
        this.channel = channel;
    }

    /**
     * Begins to write.
     *
     * @param target replaced at the end if it exists
     * @throws ModelWriteException if that cannot be
     */
    public static AtomicFile create(Path target) {
        Path absolute = target.toAbsolutePath();
        Path name = absolute.getFileName();
        Path folder = absolute.getParent();
        if (name == null || folder == null || Files.isDirectory(absolute)) {
            throw new ModelWriteException(
                    Reason.NOT_WRITABLE, target + ": is a directory: name a file in it", null);
        }
        if (Files.exists(absolute) && !Files.isRegularFile(absolute)) {
            // A device would be replaced by the file.
            throw new ModelWriteException(
                    Reason.NOT_WRITABLE,
                    target + ": is no regular file: choose another name",
                    null);
        }
        reclaim(folder, name.toString());
        byte[] random = new byte[8];
        ThreadLocalRandom.current().nextBytes(random);
        String unique = ProcessHandle.current().pid() + "-" + HexFormat.of().formatHex(random);
        Path part = folder.resolve("." + name + "." + unique + SUFFIX);
        try {
            FileChannel channel =
                    FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            lock(channel);
            return new AtomicFile(target, part, channel);
        } catch (IOException e) {
            throw failed(target, folder, e);
        }
    }

    /** Some network file systems have no locks; then nothing is ever reclaimed. */
    private static @Nullable FileLock lock(FileChannel channel) {
        try {
            return channel.tryLock();
        } catch (IOException e) {
            return null;
        }
    }

    private static void reclaim(Path folder, String name) {
        Pattern left =
                Pattern.compile("\\." + Pattern.quote(name) + "\\.(\\d+)-[0-9a-f]{16}" + SUFFIX);
        String own = Long.toString(ProcessHandle.current().pid());
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, ".*" + SUFFIX)) {
            for (Path entry : entries) {
                var match = left.matcher(String.valueOf(entry.getFileName()));
                if (match.matches() && !match.group(1).equals(own)) {
                    reclaim(entry);
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            // What cannot be tidied does no harm; that the folder cannot be written shows next.
            return;
        }
    }

    private static void reclaim(Path entry) throws IOException {
        try (FileChannel left = FileChannel.open(entry, StandardOpenOption.WRITE)) {
            if (lock(left) != null) {
                Files.deleteIfExists(entry);
            }
        }
    }

    /**
     * Appends all bytes of a segment of at most 2^31 - 1.
     *
     * @throws ModelWriteException if the disk is full or broken
     * @throws InvalidStateException if the thread was interrupted
     */
    public void write(MemorySegment bytes) {
        write(end, bytes);
        end += bytes.byteSize();
    }

    /**
     * Writes all bytes of a segment of at most 2^31 - 1 at a place. Several threads may do so at
     * once.
     *
     * @throws ModelWriteException if the disk is full or broken
     * @throws InvalidStateException if the thread, or another one meanwhile, was interrupted
     */
    public void write(long position, MemorySegment bytes) {
        ByteBuffer buffer = bytes.asByteBuffer();
        try {
            for (long at = position; buffer.hasRemaining(); ) {
                at += channel.write(buffer, at);
            }
        } catch (IOException e) {
            throw failed(target, folder(), e);
        }
    }

    /**
     * Gives the file its name, once all of it is on the disk.
     *
     * @throws ModelWriteException if that fails; the target is as it was then
     */
    public void commit() {
        try {
            channel.force(true);
            channel.close();
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            committed = true;
        } catch (IOException e) {
            throw failed(target, folder(), e);
        }
        forceFolder();
    }

    /** Makes the new name last; not every system can open a folder. */
    private void forceFolder() {
        try (FileChannel names = FileChannel.open(folder(), StandardOpenOption.READ)) {
            names.force(true);
        } catch (IOException e) {
            return;
        }
    }

    /** Removes the file if it has not been committed. */
    @Override
    public void close() {
        if (committed) {
            return;
        }
        try (channel) {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // The error that led here says more, and the next run tidies up.
            return;
        }
    }

    private Path folder() {
        return Objects.requireNonNull(part.getParent());
    }

    private static RuntimeException failed(Path target, Path folder, IOException problem) {
        // An interrupt closes the channel for all threads; only the one it was for is told so.
        if (problem instanceof ClosedChannelException) {
            return InvalidStateException.cancelled();
        }
        if (DiskFull.causes(problem, folder)) {
            return new ModelWriteException(
                    Reason.NO_SPACE,
                    target + ": the disk became full while it was being written: make room",
                    problem);
        }
        String why =
                switch (problem) {
                    case AccessDeniedException denied -> "permission denied";
                    case NoSuchFileException missing -> "its folder does not exist";
                    case FileSystemException file when file.getReason() != null -> file.getReason();
                    default -> problem.toString();
                };
        return new ModelWriteException(
                Reason.NOT_WRITABLE,
                target + ": cannot be written: " + why + ": choose another place",
                problem);
    }
}
