package dev.triglot.engine.store;

import dev.triglot.engine.error.ModelStoreException;
import dev.triglot.engine.error.ModelStoreException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keeps two processes, and two threads of one process, from fetching the same model at once. */
final class StoreLock implements AutoCloseable {
    /**
     * The lock files that this process holds. Static because a lock of the operating system belongs
     * to the whole process: on POSIX, closing any channel to a locked file gives the lock up, so a
     * second thread must not even open it.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    // Behind the text: on Windows no other process can read what is locked.
    private static final long LOCKED_BYTE = 1024;
    private static final Pattern HOLDER = Pattern.compile("([0-9]{1,10})\\n");

    private final Path file;
    private final FileChannel channel;

    private StoreLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock, waiting for it if need be.
     *
     * @param folder of lock files; created
     * @param name of the lock file; created
     * @param onWait told once who holds it, if that is someone else
     * @throws ModelStoreException with LOCKED when the time is over, CANCELLED on an interrupt
     */
    static StoreLock acquire(Path folder, String name, Duration patience, Consumer<String> onWait) {
        try {
            Path key = Files.createDirectories(folder).toRealPath().resolve(name);
            long deadline = System.nanoTime() + patience.toNanos();
            boolean waiting = false;
            while (true) {
                StoreLock lock = tryAcquire(key);
                if (lock != null) {
                    return lock;
                }
                if (System.nanoTime() - deadline >= 0) {
                    throw locked(key);
                }
                if (!waiting) {
                    onWait.accept(holder(key));
                    waiting = true;
                }
                Progress.pause(Progress.TICK_MILLIS);
            }
        } catch (IOException e) {
            throw Failures.unreadable("lock", folder.resolve(name), e);
        }
    }

    private static @Nullable StoreLock tryAcquire(Path key) throws IOException {
        if (!HELD.add(key)) {
            return null;
        }
        FileChannel channel = null;
        boolean locked = false;
        try {
            channel = FileChannel.open(key, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            locked = channel.tryLock(LOCKED_BYTE, 1, false) != null;
            if (locked) {
                String holder = ProcessHandle.current().pid() + "\n";
                channel.truncate(0);
                channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.US_ASCII)), 0);
                return new StoreLock(key, channel);
            }
            return null;
        } finally {
            if (!locked) {
                if (channel != null) {
                    channel.close();
                }
                HELD.remove(key);
            }
        }
    }

    private static ModelStoreException locked(Path key) {
        return new ModelStoreException(
                Reason.LOCKED,
                "the model "
                        + key.getFileName()
                        + " is being changed by "
                        + holder(key)
                        + ": wait for it to end, or end it, and try again",
                null);
    }

    private static String holder(Path key) {
        if (HELD.contains(key)) {
            return "this process";
        }
        try {
            Matcher text = HOLDER.matcher(Files.readString(key));
            return text.matches() ? "process " + text.group(1) : "another process";
        } catch (IOException unreadable) {
            return "another process";
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw Failures.unreadable("unlock", file, e);
        } finally {
            HELD.remove(file);
        }
    }
}
