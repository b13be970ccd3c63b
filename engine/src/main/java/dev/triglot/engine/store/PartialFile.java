package dev.triglot.engine.store;

import dev.triglot.engine.error.ModelStoreException;
import dev.triglot.engine.error.ModelStoreException.Reason;
import dev.triglot.engine.io.Sha256;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/**
 * A file that grows to a known size and is hashed on the way. Its bytes are always the first ones
 * of the whole; a process that ends at any moment leaves it so.
 */
final class PartialFile implements Closeable {
    private final Path path;
    private final FileChannel channel;
    private final long size;
    private final DiskSpace space;
    private final MessageDigest digest = Sha256.digest();
    private long length;

    PartialFile(Path path, FileChannel channel, long size, DiskSpace space) {
        this.path = path;
        this.channel = channel;
        this.size = size;
        this.space = space;
    }

    /**
     * Opens or creates the file, and hashes what is there.
     *
     * @param size the whole size: more is never written
     */
    static PartialFile open(Path path, long size, DiskSpace space, Progress progress) {
        try {
            FileChannel channel =
                    FileChannel.open(
                            path,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            LinkOption.NOFOLLOW_LINKS);
            var file = new PartialFile(path, channel, size, space);
            try {
                file.hashExisting(progress);
                return file;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (ClosedByInterruptException e) {
            throw Failures.cancelled();
        } catch (IOException e) {
            throw Failures.unreadable("open", path, e);
        }
    }

    private void hashExisting(Progress progress) throws IOException {
        long before = channel.size();
        if (before > size) {
            restart();
            return;
        }
        length = FileHash.update(digest, channel, progress);
        if (length != before || channel.size() != before) {
            throw new ModelStoreException(
                    Reason.LOCKED,
                    path
                            + ": another process writes to this download although it is locked:"
                            + " choose a folder on a local disk with TRIGLOT_HOME",
                    null);
        }
    }

    long length() {
        return length;
    }

    boolean isComplete() {
        return length == size;
    }

    /** Throws away all bytes. */
    void restart() {
        digest.reset();
        length = 0;
        try {
            channel.truncate(0);
        } catch (ClosedByInterruptException e) {
            throw Failures.cancelled();
        } catch (IOException e) {
            throw space.writeFailed(size, e);
        }
    }

    /**
     * Consumes all of a buffer.
     *
     * @throws SourceFailure if the file would become larger than it may; nothing is written then
     */
    void append(ByteBuffer bytes) throws SourceFailure {
        if (bytes.remaining() > size - length) {
            throw new SourceFailure("it sends more than the " + size + " bytes of the model");
        }
        int start = bytes.position();
        try {
            while (bytes.hasRemaining()) {
                length += channel.write(bytes, length);
            }
        } catch (ClosedByInterruptException e) {
            throw Failures.cancelled();
        } catch (IOException e) {
            throw space.writeFailed(size - length, e);
        }
        digest.update(bytes.position(start));
    }

    /** Waits until the disk has it, and ends the hashing: 64 hexadecimal digits. */
    String finish() {
        try {
            channel.force(true);
        } catch (ClosedByInterruptException e) {
            throw Failures.cancelled();
        } catch (IOException e) {
            throw space.writeFailed(size, e);
        }
        return Sha256.hex(digest);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw space.writeFailed(size, e);
        }
    }
}
